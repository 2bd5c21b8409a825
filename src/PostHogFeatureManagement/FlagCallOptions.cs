namespace PostHogFeatureManagement;

/// <summary>How one call wants its answer. The default asks PostHog's servers when the answer is not to be had in this process.</summary>
public readonly record struct FlagCallOptions
{
    /// <summary>
    /// The context holds every property PostHog has of the caller, so a missing one is known to be absent rather than unknown. Default: false.
    /// </summary>
    public bool PropertiesAreComplete { get; init; }

    /// <summary>Never ask PostHog's servers for this call. Default: false.</summary>
    public bool LocalOnly { get; init; }
}
