namespace PostHogFeatureManagement.Evaluation;

/// <summary>The answer for one flag and one caller. A small value (24 bytes), so evaluation allocates nothing.</summary>
internal readonly struct FlagEvaluation(
    FlagOutcome outcome,
    FlagReason reason,
    string? variant = null,
    FlagPayload? payload = null,
    int conditionIndex = FlagEvaluation.NoCondition)
{
    public const int NoCondition = -1;

    public FlagOutcome Outcome { get; } = outcome;

    public FlagReason Reason { get; } = reason;

    public int ConditionIndex { get; } = conditionIndex;

    public string? Variant { get; } = variant;

    public FlagPayload? Payload { get; } = payload;

    public bool IsEnabled => Outcome == FlagOutcome.Match;

    /// <summary>Whether the value is known. If not, the server or another layer must decide.</summary>
    public bool IsConclusive => Outcome < FlagOutcome.Inconclusive;

    public FlagResult ToResult(FlagSource source) => IsConclusive
        ? new FlagResult(IsEnabled, Variant, Payload, Reason, ConditionIndex, source)
        : FlagResult.NoValue(Reason);
}
