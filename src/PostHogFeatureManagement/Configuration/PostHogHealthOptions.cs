namespace PostHogFeatureManagement;

/// <summary>Settings for the health check.</summary>
public sealed class PostHogHealthOptions
{
    /// <summary>
    /// How long after the start an instance without any answer of PostHog is unhealthy, so that it gets no traffic yet. After that, it is degraded, because the
    /// configuration answers. Default: 30 s. From 0 to 1 h.
    /// </summary>
    public TimeSpan StartupGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether an instance that has never had an answer of PostHog stays unhealthy after <see cref="StartupGrace"/>. Default: false.</summary>
    public bool RequireData { get; set; }
}
