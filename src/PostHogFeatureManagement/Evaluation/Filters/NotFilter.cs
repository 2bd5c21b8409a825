namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>The complement of a filter.</summary>
internal sealed class NotFilter(Filter inner) : Filter
{
    public override Filter[] Parts => [inner];

    public override MatchResult Evaluate(in EvaluationState state) => inner.Evaluate(state).Negate();

    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags)
    {
        Possibilities one = inner.Foresee(flags);
        return new Possibilities(one.CanBeYes, one.CanBeNo, one.Obstacle);
    }
}
