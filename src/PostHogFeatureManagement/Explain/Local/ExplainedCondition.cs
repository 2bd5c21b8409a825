using PostHogFeatureManagement.Evaluation.Tracing;

namespace PostHogFeatureManagement.Explain.Local;

/// <summary>One condition with its filters.</summary>
internal sealed record ExplainedCondition(ConditionTrace Trace, IReadOnlyList<ExplainedFilter> Filters);
