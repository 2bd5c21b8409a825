using System.Globalization;

namespace PostHogFeatureManagement.Definitions;

/// <summary>How old definitions are. Ages are for people to read; they never decide which definitions are newer.</summary>
internal static class DefinitionsAge
{
    /// <summary>The time since the definitions were known to be current. Null when that is not known.</summary>
    /// <param name="definitions">The definitions.</param>
    /// <param name="confirmedAt">When PostHog last confirmed the definitions in use.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan? Of(DefinitionsSnapshot definitions, DateTimeOffset? confirmedAt, DateTimeOffset now)
    {
        DateTimeOffset? asOf = definitions.IsFromFile ? definitions.Content.FetchedAt : confirmedAt ?? definitions.Content.FetchedAt;
        TimeSpan? age = now - asOf;
        return age < TimeSpan.Zero ? TimeSpan.Zero : age;
    }

    /// <summary>An age in the largest unit that fits, such as "3 h".</summary>
    public static string Describe(TimeSpan? age) => age switch
    {
        null => "an unknown time",
        { TotalDays: >= 2 } days => string.Create(CultureInfo.InvariantCulture, $"{(int)days.TotalDays} d"),
        { TotalHours: >= 2 } hours => string.Create(CultureInfo.InvariantCulture, $"{(int)hours.TotalHours} h"),
        { TotalMinutes: >= 2 } minutes => string.Create(CultureInfo.InvariantCulture, $"{(int)minutes.TotalMinutes} min"),
        { } seconds => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds.TotalSeconds} s"),
    };
}
