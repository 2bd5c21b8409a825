using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary><c>is_set</c> and <c>is_not_set</c>: the key exists, even with null (D8); absence is only known of complete properties (D9, D10).</summary>
internal sealed class PresenceFilter(PropertySource source, bool isNegated) : Filter
{
    public override MatchResult Evaluate(in EvaluationScope scope)
    {
        if (source.TryGet(scope.Context, out _))
        {
            return MatchResult.From(!isNegated);
        }

        return scope.PropertiesAreComplete ? MatchResult.From(isNegated) : MatchResult.Undecided(FlagReason.MissingProperty);
    }
}
