using System.Collections.Concurrent;

namespace PostHogFeatureManagement.Diagnostics;

/// <summary>
/// Lets a trouble that every check would report be reported once a minute for each name while it lasts. Names may come from outside, so there is a bound; those beyond it share one turn. Thread-safe.
/// </summary>
internal sealed class LogThrottle(TimeProvider time)
{
    private const int Limit = 1_000;
    private const string Others = "*";
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(int Trouble, string Name), long> _reported = new();
    private int _count;

    /// <summary>True for one of all who ask within a minute.</summary>
    /// <param name="trouble">The id of the log event.</param>
    /// <param name="name">What is in trouble.</param>
    public bool IsDue(int trouble, string name)
    {
        long now = time.GetTimestamp();
        if (_reported.TryGetValue((trouble, name), out long last))
        {
            return time.GetElapsedTime(last, now) >= Pause && _reported.TryUpdate((trouble, name), now, last);
        }

        if (name == Others || HasRoom())
        {
            return _reported.TryAdd((trouble, name), now);
        }

        return IsDue(trouble, Others);
    }

    // Counting on beyond the limit would in the end come round to numbers below it.
    private bool HasRoom() => Volatile.Read(ref _count) < Limit && Interlocked.Increment(ref _count) <= Limit;
}
