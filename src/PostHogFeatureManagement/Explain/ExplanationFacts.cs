using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.Explain;

/// <summary>All that an explanation knows.</summary>
internal sealed record ExplanationFacts
{
    public required string Flag { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ChainOutcome Chain { get; init; }

    public required ExplainedCaller Caller { get; init; }

    /// <summary>The answer in OpenTelemetry's words.</summary>
    public required EvaluationReason Reason { get; init; }

    /// <summary>What this process makes of the flag. Null when it does not have the definition.</summary>
    public LocalExplanation? Local { get; init; }

    public required ExplainedExposure Exposure { get; init; }

    public required ExplainedClient Client { get; init; }

    public required ExplainedCost Cost { get; init; }

    public FlagResult Answer => Chain.Answer.Result;

    public bool IsCertain => Chain.IsCertain;

    /// <summary>What PostHog's servers said about the flag earlier. Null when no such answer is kept.</summary>
    public FlagResult? CachedRemote => Chain.Kept.Kept is not { } kept ? null
        : kept.TryGet(Flag, out RemoteFlag? flag) ? flag.ToResult(kept.Source)
        : FlagResult.NoValue(kept.MissingReason());

    public bool AgreesWith(in FlagResult other) =>
        Answer.HasValue == other.HasValue && Answer.IsEnabled == other.IsEnabled && string.Equals(Answer.Variant, other.Variant, StringComparison.Ordinal);
}
