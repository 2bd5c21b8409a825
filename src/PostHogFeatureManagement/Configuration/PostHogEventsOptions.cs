namespace PostHogFeatureManagement;

/// <summary>
/// Settings for events: the exposures of flags (<c>$feature_flag_called</c>), by which PostHog measures experiments, and the application's own events
/// (<see cref="IPostHogEvents"/>).
/// </summary>
public sealed class PostHogEventsOptions
{
    /// <summary>
    /// Whether reading a flag sends <c>$feature_flag_called</c>, once for each caller, flag and value. PostHog needs it for experiments and bills it like any
    /// other event. Default: true.
    /// </summary>
    public bool SendFlagCalled { get; set; } = true;

    /// <summary>Exceptions from <see cref="SendFlagCalled"/>, by the flag's key (case-sensitive). Default: none.</summary>
    public IDictionary<string, bool> SendFlagCalledByFlag { get; set; } = new Dictionary<string, bool>(StringComparer.Ordinal);

    /// <summary>The endpoint that events are sent to. Default: <see cref="PostHogEventsProtocol.Batch"/>.</summary>
    public PostHogEventsProtocol Protocol { get; set; }

    /// <summary>
    /// How many events may wait. When there are more, the oldest are dropped. Together they may take 32 MiB; a new event beyond that is dropped.
    /// Default: 10 000. From 1 to 1 000 000.
    /// </summary>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>
    /// How many events a request carries at most, and how many make it due before <see cref="FlushInterval"/> has passed. Default: 100. From 1 to 10 000. If
    /// <see cref="QueueCapacity"/> is less, that counts.
    /// </summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>How long an event waits for others at most. Default: 5 s. From 10 ms to 1 h.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often a request is repeated at once when PostHog does not take it. After that, the events wait for at least 30 s. They are dropped when PostHog has
    /// not taken them for 10 min. Default: 3. From 0 to 10.
    /// </summary>
    public int MaxRetryAttempts { get; set; } = 3;

    /// <summary>
    /// How long the stop of the application waits until the last events are sent, after its web server has stopped. Default: 5 s. From 0 to 5 min.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether instances tell each other through PostHogFeatureManagement.Redis which exposures they have sent, so that each is sent once an hour by one of
    /// them. Without that package it does nothing. Default: true.
    /// </summary>
    public bool ShareDeduplication { get; set; } = true;

    /// <summary>How many events make a batch full.</summary>
    internal int FullBatch => Math.Min(BatchSize, QueueCapacity);

    /// <summary>
    /// Called for each event before it is sent. It can change the event's properties; with null, or when it throws, the event is dropped. It runs in the
    /// background, one call at a time, so it may be slow but holds up all events. Only in code. Default: none.
    /// </summary>
    public Func<PostHogEvent, PostHogEvent?>? BeforeSend { get; set; }
}
