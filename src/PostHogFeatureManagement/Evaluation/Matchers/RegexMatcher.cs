using System.Text;
using System.Text.RegularExpressions;
using PostHogFeatureManagement.Evaluation.Matchers.Patterns;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary><c>regex</c> and <c>not_regex</c>: an unanchored, case-sensitive search (protocol §6.6).</summary>
internal sealed class RegexMatcher(string pattern, Regex asciiRegex, bool isNegated) : PropertyMatcher
{
    /// <summary>A search that takes longer is undecided, because the server gives up after a number of steps of its own.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(50);

    private Regex? _basicRegex;
    private Regex? _fullRegex;
    private bool _hasSearched;

    public override MatchResult WhenMissing => MatchResult.From(isNegated);

    /// <summary>Builds the pattern for .NET's engine. Returns null if the engine cannot take it.</summary>
    public static Regex? TryBuild(PatternTranslation translation, PatternAlphabet alphabet)
    {
        // For the full alphabet, the linear engine takes seconds to build.
        if (!translation.NeedsBacktracking && alphabet != PatternAlphabet.Full)
        {
            try
            {
                return new Regex(translation.Text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Timeout);
            }
            catch (NotSupportedException)
            {
                // The pattern is too large for the linear engine. The backtracking engine is safe because of the time limit.
            }
        }

        try
        {
            return new Regex(translation.Text, RegexOptions.CultureInvariant, Timeout);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public override MatchResult Match(in PropertyValue value, TimeProvider clock)
    {
        Regex? regex = Ascii.IsValid(value.Text) ? asciiRegex : RegexFor(value.Text);
        if (regex is null)
        {
            return MatchResult.Undecided(FlagReason.UnreadableValue);
        }

        MatchResult result = Search(regex, value.Text);
        if (!_hasSearched)
        {
            // The first search also compiles the engine, which on a busy machine can take longer than the limit. It says nothing about the pattern.
            _hasSearched = true;
            result = result.IsDecided ? result : Search(regex, value.Text);
        }

        return result;
    }

    private MatchResult Search(Regex regex, ReadOnlySpan<char> text)
    {
        try
        {
            return MatchResult.From(regex.IsMatch(text) != isNegated);
        }
        catch (RegexMatchTimeoutException)
        {
            return MatchResult.Undecided(FlagReason.UnreadableValue);
        }
    }

    /// <summary>Builds the regex for non-ASCII text when the first such text arrives, because it needs large character classes.</summary>
    private Regex? RegexFor(ReadOnlySpan<char> text) => HasSurrogates(text)
        ? _fullRegex ??= Build(PatternAlphabet.Full)
        : _basicRegex ??= Build(PatternAlphabet.Basic);

    private static bool HasSurrogates(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
        {
            if (char.IsSurrogate(character))
            {
                return true;
            }
        }

        return false;
    }

    private Regex? Build(PatternAlphabet alphabet) => TryBuild(PatternTranslator.Translate(pattern, alphabet), alphabet);
}
