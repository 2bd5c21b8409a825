using System.Text.Json;
using PostHogFeatureManagement.Evaluation.Matchers;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>Compiles the operators that compare numbers.</summary>
internal static class NumberMatcherCompiler
{
    public static PropertyMatcher Compare(JsonElement value, Comparison comparison) =>
        OperandText.TryGetNumber(value, out double operand) ? new NumberMatcher(comparison, operand) : ConstantMatcher.Never;

    /// <summary>Compiles two bounds in ascending order. Any other operand matches neither the range nor its complement.</summary>
    public static PropertyMatcher Range(JsonElement value, bool isNegated) =>
        value.ValueKind == JsonValueKind.Array
        && value.GetArrayLength() == 2
        && OperandText.TryGetNumber(value[0], out double low)
        && OperandText.TryGetNumber(value[1], out double high)
        && low <= high
            ? new RangeMatcher(low, high, isNegated)
            : ConstantMatcher.Never;
}
