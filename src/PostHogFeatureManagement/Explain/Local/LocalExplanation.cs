using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation.Tracing;

namespace PostHogFeatureManagement.Explain.Local;

/// <summary>How this process comes to its verdict.</summary>
/// <param name="Definitions">The definitions.</param>
/// <param name="Age">How long ago they were known to be current. Null when that is not known.</param>
/// <param name="Trace">The steps of the evaluation.</param>
/// <param name="Conditions">All conditions.</param>
internal sealed record LocalExplanation(DefinitionsSnapshot Definitions, TimeSpan? Age, FlagTrace Trace, IReadOnlyList<ExplainedCondition> Conditions)
{
    /// <summary>The condition that a match or a miss is due to. Null when no condition decides.</summary>
    public ExplainedCondition? Deciding => Trace.Step == DecidingStep.Conditions && Trace.Verdict.ConditionIndex >= 0 ? Conditions[Trace.Verdict.ConditionIndex] : null;

    /// <summary>The key of a variant.</summary>
    public string? VariantKey(int index) => index < 0 ? null : Trace.Flag.VariantKeys[index];
}
