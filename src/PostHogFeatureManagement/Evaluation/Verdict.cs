namespace PostHogFeatureManagement.Evaluation;

/// <summary>
/// A <see cref="FlagEvaluation"/> without references: the variant is an index into the flag's variant keys.
/// The verdicts of a whole flag set therefore fit on the stack, where dependent flags read them.
/// </summary>
internal readonly struct Verdict(FlagOutcome outcome, FlagReason reason, int conditionIndex = FlagEvaluation.NoCondition, int variantIndex = Verdict.NoVariant)
{
    public const int NoVariant = -1;

    public readonly FlagOutcome Outcome = outcome;
    public readonly FlagReason Reason = reason;
    public readonly int ConditionIndex = conditionIndex;
    public readonly int VariantIndex = variantIndex;

    public static Verdict Inconclusive(FlagReason reason) => new(FlagOutcome.Inconclusive, reason);

    public static Verdict NeedsServer(FlagReason reason) => new(FlagOutcome.NeedsServer, reason);
}
