namespace PostHogFeatureManagement.Evaluation;

/// <summary>
/// A <see cref="FlagEvaluation"/> in eight bytes and without references: the variant is an index into the flag's variant keys. The verdicts of ten thousand
/// flags therefore fit into an array that is not collected as a large object.
/// </summary>
internal readonly struct Verdict(FlagOutcome outcome, FlagReason reason, int conditionIndex = FlagEvaluation.NoCondition, int variantIndex = Verdict.NoVariant)
{
    public const int NoVariant = -1;

    /// <summary>The most variants that a flag can have, including its holdout.</summary>
    public const int MaxVariants = short.MaxValue;

    public readonly FlagOutcome Outcome = outcome;
    public readonly FlagReason Reason = reason;
    private readonly short _variantIndex = (short)variantIndex;
    public readonly int ConditionIndex = conditionIndex;

    public int VariantIndex => _variantIndex;

    /// <summary>Whether the value is known. If not, the server or another layer must decide.</summary>
    public bool IsConclusive => Outcome < FlagOutcome.Inconclusive;

    public static Verdict Inconclusive(FlagReason reason) => new(FlagOutcome.Inconclusive, reason);

    public static Verdict NeedsServer(FlagReason reason) => new(FlagOutcome.NeedsServer, reason);
}
