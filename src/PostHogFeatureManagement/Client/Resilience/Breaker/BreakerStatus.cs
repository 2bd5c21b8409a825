namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <param name="State">Half-open from the end of the pause until a probe closes or opens the circuit.</param>
/// <param name="Cause">What opened it.</param>
/// <param name="OpenUntil">The end of the pause; null when there is none.</param>
internal readonly record struct BreakerStatus(BreakerState State, BreakerCause Cause, DateTimeOffset? OpenUntil)
{
    /// <summary>Whether this instance met the trouble itself, rather than heard of it from another.</summary>
    public bool IsOwnTrouble => Cause is not (BreakerCause.None or BreakerCause.OtherInstance);
}
