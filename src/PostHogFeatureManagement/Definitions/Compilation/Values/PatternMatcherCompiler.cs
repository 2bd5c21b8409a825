using System.Globalization;
using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Conditions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Matchers;
using PostHogFeatureManagement.Evaluation.Matchers.Patterns;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>Compiles regular expressions (protocol §6.6).</summary>
internal static class PatternMatcherCompiler
{
    /// <summary>An invalid pattern never matches, negated or not (D29). A pattern that this library does not evaluate is left to the server.</summary>
    public static PropertyMatcher Compile(JsonElement value, bool isNegated, string property, FilterContext context)
    {
        if (!OperandText.TryGet(value, out string? text))
        {
            return ConstantMatcher.Undecided(FlagReason.UnreadableValue);
        }

        CompiledPattern pattern = context.Compilation.Pattern(text);
        switch (pattern.Verdict)
        {
            case PatternVerdict.Understood when pattern.Program is { } program:
                return new RegexMatcher(program, isNegated);
            case PatternVerdict.Invalid:
                context.Report(LoadProblem.InvalidPattern, $"The pattern on '{property}' is not valid, so it never matches.");
                return ConstantMatcher.Never;
            case PatternVerdict.TooLarge:
                context.Report(LoadProblem.UnsupportedPattern, string.Create(
                    CultureInfo.InvariantCulture,
                    $"The pattern on '{property}' is left to PostHog's servers: it has {text.Length} characters, and at most {CompiledPattern.MaxCharacters} "
                    + $"characters and {PatternProgram.MaxLength} steps are evaluated here."));
                return ConstantMatcher.Undecided(FlagReason.UnreadableValue);
            default:
                context.Report(LoadProblem.UnsupportedPattern, $"The pattern on '{property}' is left to PostHog's servers.");
                return ConstantMatcher.Undecided(FlagReason.UnreadableValue);
        }
    }
}
