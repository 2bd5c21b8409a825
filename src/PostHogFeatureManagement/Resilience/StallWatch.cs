using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Resilience;

/// <summary>
/// Measures how long this process stood still while calls were under way: stopped, throttled, in a long collection, or without a free thread. A tick that comes
/// late shows it. While the tick is overdue, it counts already, because what it delays, such as a time-out, may run before it. A process that is late again and
/// again is slow and does not stand still: if that counted, it would never see that PostHog hangs. Without calls no timer runs. Thread-safe.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    /// <summary>How often this process shows that it runs.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>How late a tick may come on a process that runs. Timers of Windows are up to 16 ms late.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>How long this process must have run since the last late tick, so that the next one counts.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private TimeSpan _stalled;
    private long _tickedAt;
    private long? _lateAt;
    private int _calls;

    public StallWatch([LibraryClock] TimeProvider time)
    {
        _time = time;
        _timer = time.CreateDetachedTimer(static watch => ((StallWatch)watch!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The start of something that <see cref="Since"/> measures, both while a call is under way.</summary>
    public Moment Now
    {
        get
        {
            lock (_lock)
            {
                long now = _time.GetTimestamp();
                return new Moment(now, _stalled + Overdue_NeedsLock(now));
            }
        }
    }

    /// <summary>The time since a moment in which this process ran.</summary>
    public TimeSpan Since(Moment start)
    {
        Moment now = Now;
        return _time.GetElapsedTime(start.Timestamp, now.Timestamp) - (now.Stalled - start.Stalled);
    }

    public void CallBegins()
    {
        lock (_lock)
        {
            if (++_calls == 1)
            {
                Await_NeedsLock(_time.GetTimestamp());
            }
        }
    }

    public void CallEnds()
    {
        lock (_lock)
        {
            if (--_calls == 0)
            {
                Record_NeedsLock(_time.GetTimestamp());
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void OnTick()
    {
        lock (_lock)
        {
            if (_calls > 0)
            {
                long now = _time.GetTimestamp();
                Record_NeedsLock(now);
                Await_NeedsLock(now);
            }
        }
    }

    private void Await_NeedsLock(long now)
    {
        _tickedAt = now;
        _timer.Change(Tick, Timeout.InfiniteTimeSpan);
    }

    private void Record_NeedsLock(long now)
    {
        _stalled += Overdue_NeedsLock(now);
        _lateAt = Late_NeedsLock(now) >= Tolerance ? now : _lateAt;
    }

    private TimeSpan Overdue_NeedsLock(long now)
    {
        bool ranSteadily = _lateAt is not { } lateAt || _time.GetElapsedTime(lateAt, _tickedAt) >= Steady;
        TimeSpan late = Late_NeedsLock(now);
        return ranSteadily && late >= Tolerance ? late : TimeSpan.Zero;
    }

    private TimeSpan Late_NeedsLock(long now) => _time.GetElapsedTime(_tickedAt, now) - Tick;

    /// <param name="Timestamp">When it was.</param>
    /// <param name="Stalled">How long this process had stood still until then.</param>
    internal readonly record struct Moment(long Timestamp, TimeSpan Stalled);
}
