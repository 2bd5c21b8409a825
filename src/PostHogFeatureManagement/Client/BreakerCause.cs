namespace PostHogFeatureManagement.Client;

/// <summary>What opened a breaker.</summary>
internal enum BreakerCause : byte
{
    None,
    SlowCall,
    Failures,
    OtherInstance,
}
