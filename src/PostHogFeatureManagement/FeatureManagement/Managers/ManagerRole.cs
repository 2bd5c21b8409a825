namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>What Microsoft's manager does with a check of PostHog's flag.</summary>
internal enum ManagerRole : byte
{
    Unknown,

    /// <summary>It would only ask this library's filter, so it is skipped.</summary>
    PassThrough,

    /// <summary>It asks session managers or publishes telemetry.</summary>
    Involved,

    /// <summary>
    /// It is asked as it is: PostHog is disabled, the application built the manager from other parts, or the check is one that only Microsoft's manager answers.
    /// </summary>
    Alone,
}
