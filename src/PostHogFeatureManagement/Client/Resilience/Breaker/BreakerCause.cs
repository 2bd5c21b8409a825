namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>What opened a breaker.</summary>
internal enum BreakerCause : byte
{
    None,
    SlowCall,
    Failures,
    OtherInstance,

    /// <summary>PostHog asked for a pause (<c>Retry-After</c>).</summary>
    RetryAfter,
}
