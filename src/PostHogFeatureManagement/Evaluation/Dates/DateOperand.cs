namespace PostHogFeatureManagement.Evaluation.Dates;

/// <summary>The operand of a date comparison: a moment, or a span back from now.</summary>
internal readonly record struct DateOperand(Instant Absolute, RelativeDate? Relative)
{
    /// <summary>Whether the moment depends on the current time.</summary>
    public bool IsRelative => Relative is not null;

    public static bool TryParse(ReadOnlySpan<char> text, TimeZoneInfo zone, out DateOperand operand)
    {
        if (RelativeDate.TryParse(text, out RelativeDate relative))
        {
            operand = new DateOperand(default, relative);
            return true;
        }

        bool isDate = DateText.TryParse(text, zone, out Instant instant);
        operand = new DateOperand(instant, null);
        return isDate;
    }

    /// <summary>Gets the moment, seen from now. Returns false for a time that the zone's clocks skipped.</summary>
    public bool TryResolve(DateTimeOffset now, TimeZoneInfo zone, out Instant instant)
    {
        instant = Absolute;
        return Relative is not { } relative || relative.TryResolve(now, zone, out instant);
    }
}
