using System.Globalization;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Dates;

/// <summary>Reads absolute dates: RFC 3339, a date, or a date and time without a zone (protocol §6.4, rules 2 to 4).</summary>
internal static class DateText
{
    private const int DateLength = 10;
    private const int MaxFractionDigits = 9;

    /// <summary>Returns false for any other text, which the server may or may not be able to read.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, TimeZoneInfo zone, out Instant instant)
    {
        instant = default;
        if (!TryParseDate(text, out DateTime date))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text[DateLength..];
        if (rest.IsEmpty)
        {
            return WallClock.TryResolve(date, 0, zone, out instant);
        }

        if (rest[0] is not ('T' or 't' or ' ')
            || !TryParseTime(rest[1..], out TimeSpan time, out int nanoseconds, out bool hasSeconds, out ReadOnlySpan<char> offset))
        {
            return rest is "Z" or "z" && TryShift(date, TimeSpan.Zero, 0, out instant);
        }

        if (offset.IsEmpty)
        {
            return WallClock.TryResolve(date + time, nanoseconds, zone, out instant);
        }

        return hasSeconds && TryParseOffset(offset.TrimStart(' '), out TimeSpan shift) && TryShift(date + time, shift, nanoseconds, out instant);
    }

    private static bool TryShift(DateTime local, TimeSpan offset, int nanoseconds, out Instant instant)
    {
        instant = Instant.FromUtcTicks(local.Ticks, nanoseconds);
        instant = instant with { Seconds = instant.Seconds - ((long)offset.TotalSeconds) };
        return true;
    }

    private static bool TryParseDate(ReadOnlySpan<char> text, out DateTime date)
    {
        date = default;
        if (text.Length < DateLength
            || text[4] != '-'
            || text[7] != '-'
            || !TryParseNumber(text[..4], out int year)
            || !TryParseNumber(text[5..7], out int month)
            || !TryParseNumber(text[8..10], out int day)
            || year < 1
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateTime(year, month, day);
        return true;
    }

    private static bool TryParseTime(
        ReadOnlySpan<char> text,
        out TimeSpan time,
        out int nanoseconds,
        out bool hasSeconds,
        out ReadOnlySpan<char> rest)
    {
        time = default;
        nanoseconds = 0;
        hasSeconds = false;
        rest = default;
        if (text.Length < 5 || text[2] != ':' || !TryParseNumber(text[..2], out int hour) || !TryParseNumber(text[3..5], out int minute))
        {
            return false;
        }

        int second = 0;
        rest = text[5..];
        hasSeconds = rest.Length >= 3 && rest[0] == ':';
        if (hasSeconds)
        {
            if (!TryParseNumber(rest[1..3], out second))
            {
                return false;
            }

            rest = rest[3..];
            if (rest.Length > 0 && rest[0] == '.' && !TryParseFraction(ref rest, out nanoseconds))
            {
                return false;
            }
        }

        if (hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = new TimeSpan(hour, minute, second);
        return true;
    }

    private static bool TryParseFraction(ref ReadOnlySpan<char> rest, out int nanoseconds)
    {
        ReadOnlySpan<char> digits = rest.Slice(1, AsciiDigits.CountLeading(rest[1..]));
        rest = rest[(1 + digits.Length)..];
        nanoseconds = 0;
        for (int i = 0; i < MaxFractionDigits; i++)
        {
            nanoseconds = (nanoseconds * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        }

        return digits.Length > 0;
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length is not (5 or 6) || text[0] is not ('+' or '-') || (text.Length == 6 && text[3] != ':'))
        {
            return false;
        }

        if (!TryParseNumber(text[1..3], out int hours) || !TryParseNumber(text[^2..], out int minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0);
        offset = text[0] == '-' ? -offset : offset;
        return true;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
