using System.Text.RegularExpressions;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary><c>regex</c> and <c>not_regex</c>: an unanchored, case-sensitive search (protocol §6.6).</summary>
internal sealed class RegexMatcher(Regex regex, bool isNegated) : PropertyMatcher
{
    public override bool MatchesMissing => isNegated;

    public override MatchResult Match(in PropertyValue value, TimeProvider clock)
    {
        try
        {
            return MatchResult.From(regex.IsMatch(value.Text) != isNegated);
        }
        catch (RegexMatchTimeoutException)
        {
            return MatchResult.Undecided(FlagReason.UnreadableValue);
        }
    }
}
