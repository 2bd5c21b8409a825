namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <param name="State">Half-open from the end of the pause until a probe has closed or reopened the gate.</param>
/// <param name="Cause">What opened it.</param>
/// <param name="Remaining">How long the pause still lasts.</param>
internal readonly record struct CircuitStatus(BreakerState State, BreakerCause Cause, TimeSpan Remaining);
