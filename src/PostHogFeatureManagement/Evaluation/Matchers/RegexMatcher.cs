using PostHogFeatureManagement.Evaluation.Matchers.Patterns;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary><c>regex</c> and <c>not_regex</c>: an unanchored, case-sensitive search (protocol §6.6).</summary>
internal sealed class RegexMatcher(PatternProgram program, bool isNegated) : PropertyMatcher
{
    public override MatchResult Match(in PropertyValue value, in EvaluationState state) => program.IsMatch(value.Text, ref state.Searches) is { } isMatch
        ? MatchResult.From(isMatch != isNegated)
        : MatchResult.Undecided(FlagReason.UnreadableValue);
}
