namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>A filter that says the same to everyone: one that cannot match, is not understood, or only the server can answer.</summary>
internal sealed class FixedFilter(MatchResult result) : Filter
{
    public override MatchResult Evaluate(in EvaluationScope scope) => result;

    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags) => Possibilities.Only(result);
}
