namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>A filter that the server never matches, such as <c>exact</c> on a cohort. It stays undecided while the inner filter is.</summary>
internal sealed class NeverFilter(Filter inner) : Filter
{
    public override Filter[] Parts => [inner];

    public override MatchResult Evaluate(in EvaluationState state)
    {
        MatchResult result = inner.Evaluate(state);
        return result.IsDecided ? MatchResult.No : result;
    }

    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags)
    {
        Possibilities one = inner.Foresee(flags);
        return new Possibilities(one.CanBeNo || one.CanBeYes, CanBeYes: false, one.Obstacle);
    }
}
