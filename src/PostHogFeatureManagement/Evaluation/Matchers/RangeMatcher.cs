using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary><c>between</c> and <c>not_between</c>, inclusive. NaN matches neither. A value that is not a number is out of range (protocol §6.2).</summary>
internal sealed class RangeMatcher(double low, double high, bool isNegated) : PropertyMatcher
{
    public override MatchResult Match(in PropertyValue value, in EvaluationState state)
    {
        if (!value.TryGetNumber(out double number))
        {
            return MatchResult.From(isNegated);
        }

        return MatchResult.From(!double.IsNaN(number) && (number >= low && number <= high) != isNegated);
    }
}
