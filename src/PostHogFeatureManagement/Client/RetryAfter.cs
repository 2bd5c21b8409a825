using System.Net.Http.Headers;

namespace PostHogFeatureManagement.Client;

/// <summary>Reads <c>Retry-After</c>, given in seconds or as a date, on the injected clock.</summary>
internal static class RetryAfter
{
    /// <summary>No server may silence this client for longer.</summary>
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
