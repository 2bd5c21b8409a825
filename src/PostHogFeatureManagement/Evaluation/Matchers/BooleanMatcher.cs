using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary><c>exact</c> with an operand that looks like a Boolean. It compares truthiness, not text (protocol §6.3, D11).</summary>
internal sealed class BooleanMatcher(bool isTruthy, bool isNegated) : PropertyMatcher
{
    public override MatchResult Match(in PropertyValue value, in EvaluationState state) => MatchResult.From((value.IsTruthy == isTruthy) != isNegated);
}
