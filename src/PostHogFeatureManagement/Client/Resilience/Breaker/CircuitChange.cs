namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>What the end of a call did to the circuit.</summary>
internal enum CircuitChange : byte
{
    None,
    Opened,
    Reopened,
    Closed,
}
