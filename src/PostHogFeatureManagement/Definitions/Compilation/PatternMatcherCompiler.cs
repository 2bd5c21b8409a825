using System.Text.Json;
using System.Text.RegularExpressions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Matchers;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>Regular expressions (protocol §6.6).</summary>
internal static class PatternMatcherCompiler
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(50);

    public static PropertyMatcher Compile(JsonElement value, bool isNegated, string property, FilterScope scope)
    {
        if (!OperandText.TryGet(value, out string? pattern))
        {
            return ConstantMatcher.Undecided(FlagReason.UnreadableValue);
        }

        try
        {
            return new RegexMatcher(new Regex(pattern, RegexOptions.CultureInvariant, Timeout), isNegated);
        }
        catch (ArgumentException)
        {
            scope.Report(LoadProblem.InvalidPattern, $"The pattern on '{property}' is not valid.");
            return ConstantMatcher.Never;
        }
    }
}
