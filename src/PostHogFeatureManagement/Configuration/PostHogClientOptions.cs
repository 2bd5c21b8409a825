namespace PostHogFeatureManagement;

/// <summary>Requests to PostHog: time-outs, retries, circuit breaker.</summary>
public sealed class PostHogClientOptions
{
    /// <summary>
    /// How long one attempt may take. Default: 2 s. From 10 ms to 1 min, and not longer than <see cref="TotalTimeout"/>. Definitions, for which nobody
    /// waits, are given 10 s at least, 20 s with their retries.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a call may take with its retries. Default: 4 s. From 10 ms to 5 min.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How often a call is tried again when no answer arrived or PostHog answered 502 or 504. Default: 1. From 0 to 10.</summary>
    public int MaxRetryAttempts { get; set; } = 1;

    /// <summary>The wait before the first retry, doubled each time. Default: 300 ms. From 0 to 30 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The share of failed calls within <see cref="SamplingDuration"/> that opens the breaker. Default: 0.5. Above 0, up to 1.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>
    /// How many calls there must be within <see cref="SamplingDuration"/> before the failure ratio counts. Default: 5. From 2 to 10 000. So many failures in a row, 16 at least,
    /// open the breaker whatever the ratio, and no more calls than that go out before PostHog has given a good answer.
    /// </summary>
    public int MinimumThroughput { get; set; } = 5;

    /// <summary>The window over which failures are counted. Default: 30 s. From 500 ms to 1 h.</summary>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// One call, retries included, that takes this long opens the breaker, successful or not. Default: 3 s. From 10 ms, and shorter than <see cref="TotalTimeout"/>.
    /// </summary>
    public TimeSpan SlowCallThreshold { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the breaker stays open before one probe is let through. Default: 60 s. From 500 ms to 1 h.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How many evaluation requests may be under way at once; further callers are answered from what is kept. Default: 64. From 1 to 10 000. No more than 16 are sent
    /// after PostHog's last good answer, or as many as <see cref="MinimumThroughput"/> says if that is more; the others wait for the next one.
    /// </summary>
    public int MaxConcurrentRequests { get; set; } = 64;

    /// <summary>Whether instances tell each other through the distributed cache that PostHog is slow or down. Default: true.</summary>
    public bool ShareBreakerState { get; set; } = true;

    /// <summary>Whether PostHog is told not to derive location properties from the address of this server. Default: true.</summary>
    public bool DisableGeoIp { get; set; } = true;
}
