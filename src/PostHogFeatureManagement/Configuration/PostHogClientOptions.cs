namespace PostHogFeatureManagement;

/// <summary>Settings for requests to PostHog: time-outs, retries and circuit breaker.</summary>
public sealed class PostHogClientOptions
{
    /// <summary>
    /// How long one attempt may take. Default: 2 s. From 10 ms to 1 min, and not longer than <see cref="TotalTimeout"/>. No check waits for definitions, so
    /// they get at least 10 s, and 20 s with their retries.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a call with its retries may take. Default: 4 s. From 10 ms to 5 min.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// How long a check in a web request, a hub or a Blazor circuit waits for a call. When that is over, the last good answer is used if there is one, else the
    /// flag has the reason <see cref="FlagReason.Pending"/>. The call goes on, and its answer is kept. Elsewhere, for example in jobs, a check waits for the
    /// whole call. Default: 2 s. From 10 ms to 5 min; <see cref="TotalTimeout"/> or more means the whole call.
    /// </summary>
    public TimeSpan WaitAtMost { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a call is retried when it got no answer, a 502 or a 504. Default: 1. From 0 to 10.</summary>
    public int MaxRetryAttempts { get; set; } = 1;

    /// <summary>The pause before the first retry, which doubles each time. Default: 300 ms. From 0 to 30 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The share of failed attempts within <see cref="SamplingDuration"/> that opens the circuit. A retry is an attempt of its own. Default: 0.5. From 0.001 to 1.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>
    /// How many attempts must end within <see cref="SamplingDuration"/> before the failure ratio counts. Default: 5. From 2 to 10 000. This many failures in
    /// a row, but at least 16, open the circuit whatever the ratio. No more calls than that are sent until PostHog gives a good answer.
    /// </summary>
    public int MinimumThroughput { get; set; } = 5;

    /// <summary>The time window in which failures are counted. Default: 30 s. From 500 ms to 1 h.</summary>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// One call that takes this long with its retries opens the circuit, even if it succeeds. Default: 3 s. At least 10 ms, and less than <see
    /// cref="TotalTimeout"/>.
    /// </summary>
    public TimeSpan SlowCallThreshold { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the circuit stays open before one probe is sent. Default: 60 s. From 500 ms to 1 h.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How many evaluation requests may be in flight at once. Further callers use a stale answer, or wait for a place. Default: 64. From 1 to 10 000. At most 16 are sent after
    /// PostHog's last good answer, or <see cref="MinimumThroughput"/> if that is more. The others wait for the next good answer.
    /// </summary>
    public int MaxConcurrentRequests { get; set; } = 64;

    /// <summary>Whether instances tell each other through the distributed cache that a circuit opened. Default: true.</summary>
    public bool ShareBreakerState { get; set; } = true;

    /// <summary>Whether PostHog is told not to derive a location from this server's address. Default: true.</summary>
    public bool DisableGeoIp { get; set; } = true;
}
