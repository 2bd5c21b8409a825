using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary><c>exact</c> with an operand that looks like a Boolean. It compares truthiness, not text (protocol §6.3, D11).</summary>
internal sealed class BooleanMatcher(bool isTruthy, bool isNegated) : PropertyMatcher
{
    public override MatchResult WhenMissing => MatchResult.From(isNegated);

    public override MatchResult Match(in PropertyValue value, TimeProvider clock) => MatchResult.From((value.IsTruthy == isTruthy) != isNegated);
}
