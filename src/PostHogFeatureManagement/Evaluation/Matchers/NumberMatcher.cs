using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary>
/// <c>gt</c>, <c>gte</c>, <c>lt</c> and <c>lte</c>. They compare numbers, whatever the JSON type. A value that is not a number does not match (D15, D16).
/// </summary>
internal sealed class NumberMatcher(Comparison comparison, double operand) : PropertyMatcher
{
    public override MatchResult Match(in PropertyValue value, in EvaluationState state) =>
        MatchResult.From(value.TryGetNumber(out double number) && Holds(number));

    private bool Holds(double number) => comparison switch
    {
        Comparison.Less => number < operand,
        Comparison.LessOrEqual => number <= operand,
        Comparison.Greater => number > operand,
        _ => number >= operand,
    };
}
