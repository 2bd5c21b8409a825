using System.Globalization;

namespace PostHogFeatureManagement.Evaluation.Dates;

/// <summary>A span back from now, such as <c>-7d</c>. The sign has no meaning (protocol §6.4, D24).</summary>
/// <param name="Count">The number of units, below 10 000.</param>
/// <param name="Unit">The unit: h, d, w, m or y.</param>
internal readonly record struct RelativeDate(int Count, char Unit)
{
    private const int CountLimit = 10_000;
    private const int MaxYearsOfOtherUnits = CountLimit / 12;
    private const int DaysInEveryMonth = 28;

    public static bool TryParse(ReadOnlySpan<char> text, out RelativeDate date)
    {
        date = default;
        ReadOnlySpan<char> digits = text.Length > 0 && text[0] == '-' ? text[1..] : text;
        if (digits.Length < 2 || digits[^1] is not ('h' or 'd' or 'w' or 'm' or 'y'))
        {
            return false;
        }

        if (!int.TryParse(digits[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count >= CountLimit)
        {
            return false;
        }

        date = new RelativeDate(count, digits[^1]);
        return true;
    }

    /// <summary>Gets the moment that long ago on the wall clock of a zone. Returns false if the clock never showed that time.</summary>
    public bool TryResolve(DateTimeOffset now, TimeZoneInfo zone, out Instant instant)
    {
        DateTime local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        int years = Unit == 'y' ? Count : MaxYearsOfOtherUnits;
        if (local.Year <= years)
        {
            instant = Instant.BeforeAll;
            return true;
        }

        DateTime then = GoBack(local);
        return WallClock.TryResolve(then, (int)(then.Ticks % TimeSpan.TicksPerSecond) * 100, zone, out instant);
    }

    private DateTime GoBack(DateTime local) => Unit switch
    {
        'h' => local.AddHours(-Count),
        'd' => local.AddDays(-Count),
        'w' => local.AddDays(-7 * Count),
        'm' => GoBackStepwise(local, monthsPerStep: 1),
        _ => GoBackStepwise(local, monthsPerStep: 12),
    };

    /// <summary>Goes back one step at a time and clamps the day at each step: two months before 31 March 2024 is 29 January (D24b, D24c).</summary>
    private DateTime GoBackStepwise(DateTime local, int monthsPerStep)
    {
        int left = Count;
        while (left > 0 && local.Day > DaysInEveryMonth)
        {
            local = local.AddMonths(-monthsPerStep);
            left--;
        }

        return local.AddMonths(-monthsPerStep * left);
    }
}
