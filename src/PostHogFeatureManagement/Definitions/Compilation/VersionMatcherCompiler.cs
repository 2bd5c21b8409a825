using System.Buffers;
using System.Text.Json;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Matchers;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>The operators that compare versions (protocol §6.5).</summary>
internal static class VersionMatcherCompiler
{
    private static readonly SearchValues<char> RequirementSyntax = SearchValues.Create("<>=~^,");

    public static PropertyMatcher Compare(JsonElement value, Comparison comparison) =>
        OperandText.TryGet(value, out string? text) && SemanticVersion.TryParse(text, out _)
            ? new VersionMatcher(comparison, text)
            : ConstantMatcher.Never;

    public static PropertyMatcher Range(JsonElement value, VersionRangeKind kind) =>
        OperandText.TryGet(value, out string? text) && SemanticVersion.TryParse(text, out SemanticVersion version)
            ? new VersionRangeMatcher(new VersionRange(kind, version.Major, version.Minor, version.Patch, version.PreRelease.ToString()))
            : ConstantMatcher.Never;

    /// <summary>Numbers and then stars; without any star a caret range.</summary>
    public static PropertyMatcher Wildcard(JsonElement value)
    {
        if (!OperandText.TryGet(value, out string? text))
        {
            return ConstantMatcher.Never;
        }

        if (text.AsSpan().IndexOfAny(RequirementSyntax) >= 0)
        {
            return ConstantMatcher.Undecided(FlagReason.UnreadableValue);
        }

        ReadOnlySpan<char> bare = text.StartsWith('v') ? text.AsSpan(1).Trim() : text.AsSpan().Trim();
        if (bare.IndexOfAny("*xX") < 0 || bare.IndexOfAny("-+") >= 0)
        {
            return Range(value, VersionRangeKind.Caret);
        }

        return TryParseWildcard(bare, out VersionRange? range) ? new VersionRangeMatcher(range) : ConstantMatcher.Never;
    }

    private static bool TryParseWildcard(ReadOnlySpan<char> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        Span<ulong> numbers = stackalloc ulong[3];
        int count = 0;
        int numeric = 0;
        foreach (Range part in text.Split('.'))
        {
            bool isStar = text[part] is "*" or "x" or "X";
            if (count == numbers.Length || (!isStar && (numeric < count || !VersionIdentifiers.TryParseNumber(text[part], out numbers[count]))))
            {
                return false;
            }

            numeric += isStar ? 0 : 1;
            count++;
        }

        if (numeric == 0)
        {
            range = count == 1 ? new VersionRange(VersionRangeKind.Any, 0, null, null, string.Empty) : null;
            return range is not null;
        }

        range = new VersionRange(VersionRangeKind.Wildcard, numbers[0], numeric > 1 ? numbers[1] : null, null, string.Empty);
        return true;
    }
}
