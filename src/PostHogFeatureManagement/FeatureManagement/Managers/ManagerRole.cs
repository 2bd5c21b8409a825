namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>What Microsoft's manager does with a check of PostHog's flag.</summary>
internal enum ManagerRole : byte
{
    Unknown,

    /// <summary>Nothing but ask this library's filter: the filter is asked directly.</summary>
    PassThrough,

    /// <summary>Session managers have a say, or it publishes telemetry.</summary>
    Involved,

    /// <summary>It does not ask this library: PostHog is switched off, or the application built the manager from other parts.</summary>
    Alone,
}
