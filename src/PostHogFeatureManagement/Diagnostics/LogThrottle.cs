using System.Collections.Concurrent;

namespace PostHogFeatureManagement.Diagnostics;

/// <summary>
/// Limits how often an event that every check would log is logged: once per interval for each key. Keys may come from outside, so there is a limit for each
/// event; keys beyond it, and long ones, share one turn. Thread-safe.
/// </summary>
internal sealed class LogThrottle([LibraryClock] TimeProvider time)
{
    /// <summary>The interval of what is logged once and never again.</summary>
    public static readonly TimeSpan Forever = TimeSpan.MaxValue;

    private const int MaxKeys = 1_000;
    private const string OtherKeys = "*";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<int, EventLog> _events = new();

    /// <summary>Like <see cref="IsDue(int, string, TimeSpan)"/>, once a minute.</summary>
    public bool IsDue(int eventId, string key) => IsDue(eventId, key, Minute);

    /// <summary>Whether to log now. True for only one of all callers within the interval.</summary>
    /// <param name="eventId">The id of the log event.</param>
    /// <param name="key">What the event is about.</param>
    /// <param name="interval">How long the event is not logged again for this key.</param>
    public bool IsDue(int eventId, string key, TimeSpan interval)
    {
        EventLog log = _events.GetOrAdd(eventId, static _ => new EventLog());
        long now = time.GetTimestamp();
        if (log.LoggedAt.TryGetValue(key, out long last))
        {
            return time.GetElapsedTime(last, now) >= interval && log.LoggedAt.TryUpdate(key, now, last);
        }

        return key == OtherKeys || Room.TryTake(ref log.KeyCount, MaxKeys, key)
            ? log.LoggedAt.TryAdd(key, now)
            : IsDue(eventId, OtherKeys, interval);
    }

    private sealed class EventLog
    {
        public int KeyCount;

        public ConcurrentDictionary<string, long> LoggedAt { get; } = new(StringComparer.Ordinal);
    }
}
