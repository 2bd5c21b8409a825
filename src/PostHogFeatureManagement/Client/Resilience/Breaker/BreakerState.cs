namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>Whether requests are sent at the moment.</summary>
internal enum BreakerState : byte
{
    Closed,
    Open,

    /// <summary>The pause is over, and one request probes whether PostHog is back.</summary>
    HalfOpen,
}
