using PostHogFeatureManagement.Evaluation.Dates;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary><c>is_date_exact</c>, <c>is_date_before</c> and <c>is_date_after</c>. They compare instants, never days (D22, D25).</summary>
internal sealed class DateMatcher(Comparison comparison, DateOperand operand, TimeZoneInfo zone) : PropertyMatcher
{
    public override MatchResult Match(in PropertyValue value, in EvaluationState state) => value.Kind switch
    {
        PropertyKind.Number => Instant.TryFromUnixSeconds(value.Number, out Instant moment)
            ? Compare(new DateOperand(moment, null), state.Clock)
            : MatchResult.No,

        // The server reads digits alone as epoch seconds, others as a year (D22b). They are neither relative nor a date here, so they are undecided too.
        PropertyKind.Text => DateOperand.TryParse(value.Text, zone, out DateOperand date)
            ? Compare(date, state.Clock)
            : MatchResult.Undecided(FlagReason.UnreadableValue),
        _ => MatchResult.No,
    };

    private MatchResult Compare(in DateOperand date, TimeProvider clock)
    {
        // Both sides use the same clock reading, so that two spans of the same length are the same moment.
        DateTimeOffset now = date.IsRelative || operand.IsRelative ? clock.GetUtcNow() : default;
        if (!date.TryResolve(now, zone, out Instant moment) || !operand.TryResolve(now, zone, out Instant bound))
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
