namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>A question the server answers with no whatever it finds; undecided as long as the finding is (<c>exact</c> and the like on a cohort).</summary>
internal sealed class NeverFilter(Filter inner) : Filter
{
    public override MatchResult Evaluate(in EvaluationScope scope)
    {
        MatchResult result = inner.Evaluate(scope);
        return result.IsDecided ? MatchResult.No : result;
    }

    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags)
    {
        Possibilities one = inner.Foresee(flags);
        return new Possibilities(one.CanBeNo || one.CanBeYes, CanBeYes: false, one.Obstacle);
    }
}
