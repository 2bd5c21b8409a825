using System.Globalization;

namespace PostHogFeatureManagement.Client.Events;

/// <summary>Times as PostHog's endpoints for events want them: RFC 3339, UTC.</summary>
internal static class EventTime
{
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
