namespace PostHogFeatureManagement.Testing;

/// <summary>The settings of a host for tests.</summary>
public sealed class PostHogTestingOptions
{
    /// <summary>What a flag is that a test has not set. Default: <see cref="UnsetFlags.Off"/>.</summary>
    public UnsetFlags UnsetFlags { get; set; }

    /// <summary>The clock of waits, ages and intervals of the library, for example a fake one. The application's own clock stays as it is. Default: the system's.</summary>
    public TimeProvider? Time { get; set; }
}
