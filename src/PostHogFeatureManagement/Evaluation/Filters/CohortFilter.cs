namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>Whether the person is a member of a cohort. It is found out once for a caller and a call, however many conditions ask (protocol §7).</summary>
/// <param name="index">The cohort's place among those of the definitions.</param>
/// <param name="members">Matches the members.</param>
internal sealed class CohortFilter(int index, Filter members) : Filter
{
    public override Filter[] Parts => [members];

    public override MatchResult Evaluate(in EvaluationState state)
    {
        ref MatchResult? known = ref state.Cohorts[index];
        if (known is { } result)
        {
            return result;
        }

        result = members.Evaluate(state);
        known = result;
        return result;
    }

    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags) => members.Foresee(flags);
}
