namespace PostHogFeatureManagement.Diagnostics;

/// <summary>What parts report for the state of the library that it cannot ask them for. Thread-safe; nothing waits.</summary>
internal sealed class StatusSignals([LibraryClock] TimeProvider time)
{
    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(1);

    private readonly RecentCount _dropped = new(time);
    private volatile bool _hasAnswered;
    private long _failSafeAt = long.MinValue;

    /// <summary>When the library started, as a timestamp.</summary>
    public long StartedAt { get; } = time.GetTimestamp();

    /// <summary>Whether there has been an answer of PostHog's servers.</summary>
    public bool HasAnswered => _hasAnswered;

    /// <summary>How many events wait.</summary>
    public Func<int> EventsQueued { get; set; } = static () => 0;

    /// <summary>How many events were lost within the last minute.</summary>
    public long RecentlyDropped => _dropped.Value;

    /// <summary>Whether answers that are too old, except when PostHog fails, were used within the last minute.</summary>
    public bool ServesFailSafe => Volatile.Read(ref _failSafeAt) is var at && at != long.MinValue && time.GetElapsedTime(at) < Recently;

    /// <summary>There is an answer of PostHog's servers, asked or kept.</summary>
    public void Answered()
    {
        if (!_hasAnswered)
        {
            _hasAnswered = true;
        }
    }

    public void FailSafeServed() => Volatile.Write(ref _failSafeAt, time.GetTimestamp());

    public void EventDropped() => _dropped.Add();
}
