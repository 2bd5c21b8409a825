namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <param name="State">Half-open from the end of the pause until a probe closes or reopens the circuit.</param>
/// <param name="Cause">What opened it.</param>
/// <param name="Remaining">The rest of the pause.</param>
internal readonly record struct CircuitStatus(BreakerState State, BreakerCause Cause, TimeSpan Remaining);
