namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>What opened the circuit.</summary>
internal enum BreakerCause : byte
{
    None,
    SlowCall,
    Failures,

    /// <summary>PostHog refused the requests of different callers, one after the other (400, 413).</summary>
    Rejections,

    /// <summary>PostHog refused the project token (401, 403).</summary>
    Credentials,
    OtherInstance,

    /// <summary>PostHog asked for a pause (<c>Retry-After</c>).</summary>
    RetryAfter,
}
