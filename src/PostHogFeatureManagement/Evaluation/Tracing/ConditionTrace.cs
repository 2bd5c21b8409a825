namespace PostHogFeatureManagement.Evaluation.Tracing;

/// <summary>What one condition says about a caller.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Verdict">What it says, or would say if the evaluator looked at it.</param>
/// <param name="IsReached">Whether the evaluator looks at it.</param>
/// <param name="Filters">Its filters, in order.</param>
/// <param name="Bucket">The number that the rollout compares with its threshold. Null when what it hashes is not known.</param>
/// <param name="VariantBucket">The number that chooses the variant. Null when what it hashes is not known, or when the flag has no variants to choose from.</param>
/// <param name="Variant">The variant that a match gets; <see cref="Verdict.NoVariant"/> for none, or when it cannot be told.</param>
internal sealed record ConditionTrace(
    Condition Condition,
    Verdict Verdict,
    bool IsReached,
    IReadOnlyList<FilterTrace> Filters,
    double? Bucket,
    double? VariantBucket,
    int Variant);
