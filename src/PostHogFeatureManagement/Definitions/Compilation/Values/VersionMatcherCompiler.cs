using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using PostHogFeatureManagement.Evaluation.Matchers;
using PostHogFeatureManagement.Evaluation.Versions;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>Compiles the operators that compare versions (protocol §6.5).</summary>
internal static class VersionMatcherCompiler
{
    private const char Star = '*';
    private const int CoreParts = 3;

    public static PropertyMatcher Compare(JsonElement value, Comparison comparison) =>
        OperandText.TryGet(value, out string? text) ? new VersionMatcher(comparison, text) : Undecided();

    public static PropertyMatcher Range(JsonElement value, VersionRangeKind kind)
    {
        if (!OperandText.TryGet(value, out string? text))
        {
            return Undecided();
        }

        VersionRange? range = SemanticVersion.TryParse(text, out SemanticVersion version)
            ? new VersionRange(kind, version.Major, version.Minor, version.Patch, version.PreRelease.ToString())
            : null;
        return new VersionRangeMatcher(range, text);
    }

    /// <summary>Compiles numbers followed by stars; without a star, a caret range. Any other form that the server may accept is not known.</summary>
    public static PropertyMatcher Wildcard(JsonElement value)
    {
        if (!OperandText.TryGet(value, out string? text))
        {
            return Undecided();
        }

        if (!text.Contains(Star, StringComparison.Ordinal))
        {
            return Range(value, VersionRangeKind.Caret);
        }

        return TryParseWildcard(text.StartsWith('v') ? text.AsSpan(1) : text, out VersionRange? range, out string? numbers)
            ? new VersionRangeMatcher(range, numbers)
            : OddWildcard(text);
    }

    /// <summary>A form that the server cannot parse but the SDKs read. Four parts are left to the server (D20b).</summary>
    private static PropertyMatcher OddWildcard(string text) => text.AsSpan().Count('.') < CoreParts && text.AsSpan().Trim().Length == text.Length
        ? new VersionRangeMatcher(null, text.Replace("*", string.Empty, StringComparison.Ordinal))
        : Undecided();

    private static bool TryParseWildcard(
        ReadOnlySpan<char> text,
        [NotNullWhen(true)] out VersionRange? range,
        [NotNullWhen(true)] out string? numbers)
    {
        range = null;
        numbers = null;
        int firstStar = text.IndexOf(Star);
        ReadOnlySpan<char> fixedPart = firstStar == 0 ? default : text[..(firstStar - 1)];
        int parts = text.Count('.') + 1;
        if (text.TrimEnd(".*").Length != fixedPart.Length
            || text[^1] != Star
            || text.Contains("..", StringComparison.Ordinal)
            || text.Contains("**", StringComparison.Ordinal)
            || parts > CoreParts)
        {
            return false;
        }

        if (fixedPart.IsEmpty)
        {
            numbers = string.Empty;
            range = new VersionRange(VersionRangeKind.Any, 0, null, null, string.Empty);
            return parts == 1;
        }

        if (!VersionForm.IsPlain(fixedPart) || text[firstStar - 1] != '.' || !SemanticVersion.TryParse(fixedPart, out SemanticVersion version))
        {
            return false;
        }

        numbers = fixedPart.ToString();
        ulong? minor = fixedPart.Contains('.') ? version.Minor : null;
        range = new VersionRange(VersionRangeKind.Wildcard, version.Major, minor, null, string.Empty);
        return true;
    }

    private static ConstantMatcher Undecided() => ConstantMatcher.Undecided(FlagReason.UnreadableValue);
}
