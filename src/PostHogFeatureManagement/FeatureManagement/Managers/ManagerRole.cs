namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>What Microsoft's manager does with a check of PostHog's flag.</summary>
internal enum ManagerRole : byte
{
    Unknown,

    /// <summary>It would only ask this library's filter, so it is skipped.</summary>
    PassThrough,

    /// <summary>It asks session managers or publishes telemetry.</summary>
    Involved,

    /// <summary>It does not ask this library. PostHog is disabled, or the application built the manager from other parts.</summary>
    Alone,
}
