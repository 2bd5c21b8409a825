using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary>
/// A matcher with a constant result, given by the operand alone. An operand the server cannot use never matches (protocol §6.2); an operand that this
/// library cannot read is undecided.
/// </summary>
internal sealed class ConstantMatcher(MatchResult result) : PropertyMatcher
{
    public static ConstantMatcher Never { get; } = new(MatchResult.No);

    public MatchResult Result => result;

    public static ConstantMatcher Undecided(FlagReason reason) => new(MatchResult.Undecided(reason));

    public override MatchResult Match(in PropertyValue value, in EvaluationState state) => result;
}
