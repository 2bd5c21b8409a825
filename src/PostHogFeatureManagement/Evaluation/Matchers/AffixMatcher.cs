using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary>The <c>starts_with</c> and <c>ends_with</c> families.</summary>
internal sealed class AffixMatcher(string affix, bool isSuffix, bool isNegated) : PropertyMatcher
{
    public override MatchResult Match(in PropertyValue value, in EvaluationState state)
    {
        bool found = isSuffix ? AsciiText.EndsWith(value.Text, affix) : AsciiText.StartsWith(value.Text, affix);
        return MatchResult.From(found != isNegated);
    }
}
