namespace PostHogFeatureManagement.Flags;

/// <summary>Which layer a flag's name belongs to.</summary>
internal enum FlagOwner : byte
{
    /// <summary>PostHog has the flag, or only its servers can tell.</summary>
    PostHog,

    /// <summary>The configuration answers, if it knows the name.</summary>
    Configuration,

    /// <summary>PostHog does not have the flag, and the configuration has no say.</summary>
    None,
}
