using System.Text.Json;
using PostHogFeatureManagement.Evaluation.Matchers;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>Compiles the operators that compare text.</summary>
internal static class TextMatcherCompiler
{
    /// <summary>Compiles the two modes of <c>exact</c> (protocol §6.3).</summary>
    public static PropertyMatcher Exact(JsonElement value, bool isNegated, bool isExplicit)
    {
        bool isEmptyList = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;
        if (isExplicit ? isEmptyList : IsBooleanLike(value))
        {
            return new BooleanMatcher(IsTruthy(value), isNegated);
        }

        string[]? operands = Texts(value);
        if (operands is null)
        {
            return Unreadable();
        }

        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = LowerCase.Full(operands[i]);
        }

        return new TextMatcher(operands, isNegated);
    }

    /// <summary>Compiles a single operand. A list counts as one operand, its JSON text.</summary>
    public static PropertyMatcher Substring(JsonElement value, bool isNegated) =>
        OperandText.TryGet(value, out string? text) ? new SubstringMatcher([text], isNegated) : Unreadable();

    public static PropertyMatcher AnySubstring(JsonElement value, bool isNegated) =>
        Texts(value) is { } texts ? new SubstringMatcher(texts, isNegated) : Unreadable();

    public static PropertyMatcher Affix(JsonElement value, bool isSuffix, bool isNegated) =>
        OperandText.TryGet(value, out string? text) ? new AffixMatcher(text, isSuffix, isNegated) : Unreadable();

    private static string[]? Texts(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return OperandText.TryGet(value, out string? single) ? [single] : null;
        }

        var texts = new string[value.GetArrayLength()];
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (!OperandText.TryGet(item, out string? text))
            {
                return null;
            }

            texts[index++] = text;
        }

        return texts;
    }

    private static bool IsBooleanLike(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => true,
        JsonValueKind.String => value.GetString() is { } text && (PropertyValue.IsTruthyText(text) || text.Equals("false", StringComparison.OrdinalIgnoreCase)),
        JsonValueKind.Array => value.EnumerateArray().All(IsBooleanLike),
        _ => false,
    };

    private static bool IsTruthy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => PropertyValue.IsTruthyText(value.GetString()),
        JsonValueKind.Array => value.EnumerateArray().All(IsTruthy),
        _ => false,
    };

    private static ConstantMatcher Unreadable() => ConstantMatcher.Undecided(FlagReason.UnreadableValue);
}
