using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Conditions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Matchers;
using PostHogFeatureManagement.Evaluation.Matchers.Patterns;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>Compiles regular expressions (protocol §6.6).</summary>
internal static class PatternMatcherCompiler
{
    /// <summary>An invalid pattern never matches, negated or not (D29). A pattern that only .NET cannot take is left to the server.</summary>
    public static PropertyMatcher Compile(JsonElement value, bool isNegated, string property, FilterContext context)
    {
        if (!OperandText.TryGet(value, out string? pattern))
        {
            return ConstantMatcher.Undecided(FlagReason.UnreadableValue);
        }

        PatternTranslation translation = PatternTranslator.Translate(pattern, PatternAlphabet.Ascii);
        if (translation.Verdict == PatternVerdict.Invalid)
        {
            context.Report(LoadProblem.InvalidPattern, $"The pattern on '{property}' is not valid, so it never matches.");
            return ConstantMatcher.Never;
        }

        if (translation.Verdict == PatternVerdict.Understood && RegexMatcher.TryBuild(translation, PatternAlphabet.Ascii) is { } regex)
        {
            return new RegexMatcher(pattern, regex, isNegated);
        }

        context.Report(LoadProblem.UnsupportedPattern, $"The pattern on '{property}' is left to PostHog's servers.");
        return ConstantMatcher.Undecided(FlagReason.UnreadableValue);
    }
}
