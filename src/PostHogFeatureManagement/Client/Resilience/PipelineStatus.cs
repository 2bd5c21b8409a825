namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>The status of requests of one purpose. The counters count whole calls since the start. Nothing here is personal or secret.</summary>
internal sealed record PipelineStatus
{
    public WireFailure LastFailure { get; init; }

    public DateTimeOffset? LastFailureAt { get; init; }

    public DateTimeOffset? LastSuccessAt { get; init; }

    public long Succeeded { get; init; }

    public long Failed { get; init; }

    /// <summary>Not sent because the circuit was open.</summary>
    public long Refused { get; init; }

    /// <summary>Not sent because there was no place for as long as it was wanted.</summary>
    public long Overloaded { get; init; }
}
