using PostHogFeatureManagement.Client.Resilience.Breaker;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>How requests of one purpose are faring. Counters count whole calls since the start; there is nothing personal or secret here.</summary>
internal sealed record PipelineStatus(BreakerState State, BreakerCause Cause)
{
    /// <summary>Whether the trouble was met by this instance, rather than heard of.</summary>
    public bool IsOwnTrouble => Cause is not (BreakerCause.None or BreakerCause.OtherInstance);

    public DateTimeOffset? OpenUntil { get; init; }

    public FailureKind LastFailure { get; init; }

    public DateTimeOffset? LastFailureAt { get; init; }

    public DateTimeOffset? LastSuccessAt { get; init; }

    public long Succeeded { get; init; }

    public long Failed { get; init; }

    /// <summary>Not sent because a breaker was open.</summary>
    public long Refused { get; init; }

    /// <summary>Not sent because too many were under way.</summary>
    public long Overloaded { get; init; }
}
