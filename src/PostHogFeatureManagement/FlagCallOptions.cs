namespace PostHogFeatureManagement;

/// <summary>Options for one call. The default asks PostHog's servers when this process cannot decide the flag.</summary>
public readonly record struct FlagCallOptions
{
    /// <summary>
    /// Whether the context holds every property PostHog has for the caller. If true, a property that is missing from the context counts as absent.
    /// If false, its value is unknown, and a flag that needs it cannot be decided in this process. Default: false.
    /// </summary>
    public bool PropertiesAreComplete { get; init; }

    /// <summary>
    /// Whether PostHog's answer for this call must come from this process alone. If true, the call uses neither PostHog's servers nor their cached answers.
    /// Default: false.
    /// </summary>
    public bool LocalOnly { get; init; }

    /// <summary>
    /// Whether this read of a flag sends no <c>$feature_flag_called</c>, for example because the caller does not get to see its effect. Default: false.
    /// </summary>
    public bool SuppressExposure { get; init; }
}
