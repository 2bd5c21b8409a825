namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>Whether PostHog is asked at the moment.</summary>
internal enum BreakerState : byte
{
    Closed,
    Open,

    /// <summary>The pause is over and one request is finding out.</summary>
    HalfOpen,
}
