using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Evaluation.Tracing;

/// <summary>What one filter says about a caller.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Result">What it says, or would say if it were looked at.</param>
/// <param name="IsReached">Whether the evaluator looks at it.</param>
/// <param name="Parts">What the filters say that it consists of: cohorts, AND and OR. It may end early (<see cref="FlagTrace.IsCut"/>).</param>
internal sealed record FilterTrace(Filter Filter, MatchResult Result, bool IsReached, IReadOnlyList<FilterTrace> Parts);
