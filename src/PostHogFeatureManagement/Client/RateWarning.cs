using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client;

/// <summary>Passes on PostHog's word that most of the rate limit is used (protocol §2.6), at most once an hour.</summary>
internal sealed class RateWarning(TimeProvider timeProvider, ILogger<PostHogClient> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private long _nextAt = long.MinValue;

    public void Note(HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues("X-PostHog-Rate-Limit-Warning", out HeaderStringValues values)
            || !string.Equals(values.ToString(), "true", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        long now = timeProvider.GetUtcNow().UtcTicks;
        long nextAt = Volatile.Read(ref _nextAt);
        if (now >= nextAt && Interlocked.CompareExchange(ref _nextAt, now + Interval.Ticks, nextAt) == nextAt)
        {
            logger.RateLimitNear();
        }
    }
}
