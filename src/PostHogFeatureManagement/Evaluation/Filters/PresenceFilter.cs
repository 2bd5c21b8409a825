using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>
/// <c>is_set</c> and <c>is_not_set</c>. A property with the value null is set (D8). Absence is known only when the properties are complete (D9, D10).
/// </summary>
internal sealed class PresenceFilter(PropertySource source, bool isNegated) : Filter
{
    public PropertySource Source => source;

    public override MatchResult Evaluate(in EvaluationState state)
    {
        if (source.TryGet(state.Context, out _))
        {
            return MatchResult.From(!isNegated);
        }

        return state.PropertiesAreComplete ? MatchResult.From(isNegated) : MatchResult.Undecided(FlagReason.MissingProperty);
    }
}
