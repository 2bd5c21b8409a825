namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>How an application has PostHog.</summary>
public enum PostHogMode
{
    /// <summary>Microsoft's feature management alone.</summary>
    None,

    /// <summary>Added and switched off.</summary>
    Off,

    /// <summary>Added, and switched off after the start.</summary>
    OffLater,

    /// <summary>This process evaluates.</summary>
    Local,

    /// <summary>PostHog evaluates.</summary>
    Remote,

    /// <summary>PostHog would evaluate, but does not answer.</summary>
    Unreachable,
}
