using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>One condition set of a flag: filters that must all match, a rollout, and optionally a pinned variant (protocol §5.3).</summary>
internal sealed class Condition
{
    public required Filter[] Filters { get; init; }

    public required Aggregation Aggregation { get; init; }

    public required Rollout Rollout { get; init; }

    /// <summary>The index of the variant that a match gets without hashing, or <see cref="Verdict.NoVariant"/> to let the hash choose.</summary>
    public int PinnedVariant { get; init; } = Verdict.NoVariant;
}
