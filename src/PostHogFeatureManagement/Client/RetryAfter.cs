using System.Net.Http.Headers;

namespace PostHogFeatureManagement.Client;

/// <summary>Reads <c>Retry-After</c>, which is in seconds or a date, with the injected clock.</summary>
internal static class RetryAfter
{
    /// <summary>The longest pause that a server can ask for.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider timeProvider)
    {
        RetryConditionHeaderValue? value = headers.RetryAfter;
        if (value is null)
        {
            return null;
        }

        TimeSpan delay = value.Delta ?? value.Date.GetValueOrDefault() - timeProvider.GetUtcNow();
        return TimeSpan.FromTicks(Math.Clamp(delay.Ticks, 0, Longest.Ticks));
    }
}
