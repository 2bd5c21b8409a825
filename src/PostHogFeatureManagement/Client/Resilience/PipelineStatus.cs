using PostHogFeatureManagement.Client.Resilience.Breaker;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>The status of requests of one purpose. The counters count whole calls since the start. Nothing here is personal or secret.</summary>
internal sealed record PipelineStatus(BreakerState State, BreakerCause Cause)
{
    /// <summary>Whether this instance met the trouble itself, rather than heard of it from another.</summary>
    public bool IsOwnTrouble => Cause is not (BreakerCause.None or BreakerCause.OtherInstance);

    public DateTimeOffset? OpenUntil { get; init; }

    public WireFailure LastFailure { get; init; }

    public DateTimeOffset? LastFailureAt { get; init; }

    public DateTimeOffset? LastSuccessAt { get; init; }

    public long Succeeded { get; init; }

    public long Failed { get; init; }

    /// <summary>Not sent because a breaker was open.</summary>
    public long Refused { get; init; }

    /// <summary>Not sent because too many were in flight.</summary>
    public long Overloaded { get; init; }
}
