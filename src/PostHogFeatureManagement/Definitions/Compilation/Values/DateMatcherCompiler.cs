using System.Text.Json;
using PostHogFeatureManagement.Evaluation.Dates;
using PostHogFeatureManagement.Evaluation.Matchers;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>Compiles the operators that compare dates.</summary>
internal static class DateMatcherCompiler
{
    /// <summary>The server reads more date formats than this library, so unreadable text is undecided. A value that is not text never matches.</summary>
    public static PropertyMatcher Compile(JsonElement value, Comparison comparison, TimeZoneInfo zone)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return ConstantMatcher.Never;
        }

        return DateOperand.TryParse(value.GetString(), zone, out DateOperand operand)
            ? new DateMatcher(comparison, operand, zone)
            : ConstantMatcher.Undecided(FlagReason.UnreadableValue);
    }
}
