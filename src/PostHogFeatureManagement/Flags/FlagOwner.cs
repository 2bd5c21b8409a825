namespace PostHogFeatureManagement.Flags;

/// <summary>The layer that a flag's name belongs to.</summary>
internal enum FlagOwner : byte
{
    /// <summary>PostHog has the flag, or only its servers know.</summary>
    PostHog,

    /// <summary>The configuration answers, if it knows the name.</summary>
    Configuration,

    /// <summary>PostHog does not have the flag, and the configuration is not asked.</summary>
    None,
}
