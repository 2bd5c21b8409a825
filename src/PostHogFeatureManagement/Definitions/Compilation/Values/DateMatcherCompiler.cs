using System.Text.Json;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Dates;
using PostHogFeatureManagement.Evaluation.Matchers;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>The operators that compare dates.</summary>
internal static class DateMatcherCompiler
{
    /// <summary>Text that is no date here may be one to the server, which reads more formats; what is no text never is.</summary>
    public static PropertyMatcher Compile(JsonElement value, Comparison comparison, TimeZoneInfo zone)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return ConstantMatcher.Never;
        }

        return DateOperand.TryParse(value.GetString(), zone, out DateOperand operand)
            ? new DateMatcher(comparison, operand, zone)
            : new ConstantMatcher(MatchResult.Undecided(FlagReason.UnreadableValue), whenMissing: MatchResult.No);
    }
}
