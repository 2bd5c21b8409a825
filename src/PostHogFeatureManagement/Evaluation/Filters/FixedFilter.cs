namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>A filter with the same result for every caller: it cannot match, this version does not know it, or only the server can decide it.</summary>
internal sealed class FixedFilter(MatchResult result) : Filter
{
    public override MatchResult Evaluate(in EvaluationState state) => result;

    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags) => Possibilities.Only(result);
}
