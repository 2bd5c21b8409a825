namespace PostHogFeatureManagement.Evaluation;

/// <summary>One compiled flag: everything evaluation needs, parsed once.</summary>
internal sealed class FlagDefinition
{
    public required string Key { get; init; }

    public required int Ordinal { get; init; }

    public long? Id { get; init; }

    public int? Version { get; init; }

    /// <summary>Whether an experiment uses the flag; null when the server does not say.</summary>
    public bool? HasExperiment { get; init; }

    public bool IsActive { get; init; }

    /// <summary>Whether PostHog would omit the flag for this application because of its runtime or evaluation contexts (protocol §2.3).</summary>
    public bool IsExcluded { get; init; }

    public bool HasVariants { get; init; }

    public bool HasPayloads { get; init; }

    /// <summary>Why this process can never decide the flag; null when it can, at least for some callers.</summary>
    public FlagReason? ServerCause { get; private set; }

    /// <summary>Why an active flag is undecided whatever its conditions say; null when it is not.</summary>
    internal FlagReason? Obstacle { get; init; }

    /// <summary>The flags that this flag depends on, directly or indirectly.</summary>
    internal FlagDependencies Dependencies { get; private set; } = FlagDependencies.None;

    internal Condition[] Conditions { get; init; } = [];

    internal bool UsesCohorts { get; init; }

    internal Aggregation Aggregation { get; init; }

    internal bool BucketsByDevice { get; init; }

    internal bool ExitsEarly { get; init; }

    /// <summary>The person property that holds the early-access choice (protocol §5.1); null when the flag has no early access.</summary>
    internal string? EnrollmentProperty { get; init; }

    internal Holdout? Holdout { get; init; }

    /// <summary>The key and a dot in UTF-8. Every hash of this flag except the holdout's starts with it.</summary>
    internal byte[] HashPrefix { get; init; } = [];

    internal VariantTable Variants { get; init; } = VariantTable.None;

    internal string[] VariantKeys { get; init; } = [];

    /// <summary>Payloads by variant index; null when no variant has a payload.</summary>
    internal FlagPayload?[]? VariantPayloads { get; init; }

    /// <summary>The payload of a match without a variant.</summary>
    internal FlagPayload? Payload { get; init; }

    /// <summary>Sets what depends on other flags. The compiler calls it once, when it knows all flags.</summary>
    internal void Link(FlagDependencies dependencies, FlagReason? serverCause)
    {
        Dependencies = dependencies;
        ServerCause = serverCause;
    }

    /// <summary>Whether a hash decides who matches a condition, or which variant a match gets. Null for a condition that the flag does not have.</summary>
    internal bool? IsDecidedByHash(int condition) => condition >= 0 && condition < Conditions.Length
        ? !Conditions[condition].Rollout.IsEveryone || (Conditions[condition].PinnedVariant < 0 && !Variants.IsConstant)
        : null;

    internal FlagEvaluation ToEvaluation(in Verdict verdict)
    {
        if (verdict.Outcome != FlagOutcome.Match)
        {
            return new FlagEvaluation(verdict.Outcome, verdict.Reason, conditionIndex: verdict.ConditionIndex);
        }

        return verdict.VariantIndex < 0
            ? new FlagEvaluation(FlagOutcome.Match, verdict.Reason, null, Payload, verdict.ConditionIndex)
            : new FlagEvaluation(
                FlagOutcome.Match,
                verdict.Reason,
                VariantKeys[verdict.VariantIndex],
                VariantPayloads?[verdict.VariantIndex],
                verdict.ConditionIndex);
    }
}
