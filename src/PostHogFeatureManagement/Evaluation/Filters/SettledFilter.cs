namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>A filter as PostHog's servers evaluate it: where it has no result, it does not match (protocol §5.3). A negation around it then matches.</summary>
internal sealed class SettledFilter(Filter inner) : Filter
{
    public override Filter[] Parts => [inner];

    public override MatchResult Evaluate(in EvaluationState state) => MatchResult.From(inner.Evaluate(state).IsYes);
}
