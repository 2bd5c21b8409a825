namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary><c>is_date_exact</c>, <c>is_date_before</c> and <c>is_date_after</c>: instants are compared, days never (D22, D25).</summary>
internal sealed class DateMatcher(Comparison comparison, DateOperand operand, TimeZoneInfo zone) : PropertyMatcher
{
    public override MatchResult Match(in PropertyValue value, TimeProvider clock)
    {
        switch (value.Kind)
        {
            case PropertyKind.Number:
                return Instant.TryFromUnixSeconds(value.Number, out Instant moment) ? Compare(moment, clock) : MatchResult.No;
            case PropertyKind.Text:
                return MatchText(value.Text, clock);
            default:
                return MatchResult.No;
        }
    }

    private MatchResult MatchText(ReadOnlySpan<char> text, TimeProvider clock)
    {
        // Digits alone are epoch seconds to the server and a year to others (D22b): neither relative nor a date, so undecided too.
        if (!DateOperand.TryParse(text, zone, out DateOperand date))
        {
            return MatchResult.Undecided(FlagReason.UnreadableValue);
        }

        return date.TryResolve(clock, zone, out Instant instant) ? Compare(instant, clock) : MatchResult.No;
    }

    private MatchResult Compare(Instant moment, TimeProvider clock)
    {
        if (!operand.TryResolve(clock, zone, out Instant bound))
        {
            return MatchResult.No;
        }

        int order = moment.CompareTo(bound);
        return MatchResult.From(comparison switch
        {
            Comparison.Less => order < 0,
            Comparison.Greater => order > 0,
            _ => order == 0,
        });
    }
}
