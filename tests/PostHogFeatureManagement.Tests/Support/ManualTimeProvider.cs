using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Diagnostics;

using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>A clock that stands still until a test advances it. Timers fire on the advancing thread, in the order they are due.</summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan DueIn, TaskCompletionSource Found)> _waiters = [];
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Makes this the application's clock and the library's.</summary>
    public IServiceCollection AddTo(IServiceCollection services) =>
        services.AddSingleton<TimeProvider>(this).AddKeyedSingleton<TimeProvider>(LibraryClockAttribute.ServiceKey, this);

    /// <summary>How much time passes whenever someone reads the clock.</summary>
    public TimeSpan PassesAtEachLook { get; set; }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now += PassesAtEachLook;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        DateTimeOffset end = GetUtcNow() + by;
        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_lock)
        {
            _now = end;
        }
    }

    /// <summary>The process stands still: time passes, and afterwards everything that became due happens at once.</summary>
    public void Stall(TimeSpan by)
    {
        lock (_lock)
        {
            _now += by;
        }

        Advance(TimeSpan.Zero);
    }

    /// <summary>Whether any timer waits for this clock.</summary>
    public bool HasTimers
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count > 0;
            }
        }
    }

    /// <summary>Counts the running timers that are due in exactly this time from now.</summary>
    public int CountTimersDueIn(TimeSpan dueIn)
    {
        lock (_lock)
        {
            return _timers.Count(timer => timer.Due == _now + dueIn);
        }
    }

    /// <summary>Advances to the time at which the next timer is due. The ticks by which the library watches its own process do not count.</summary>
    public void AdvanceToNextTimer()
    {
        TimeSpan dueIn;
        lock (_lock)
        {
            dueIn = _timers.Where(static timer => !timer.IsTick).Min(static timer => timer.Due) - _now;
        }

        Advance(dueIn);
    }

    /// <summary>Completes when a running timer is due in exactly this time from now.</summary>
    public Task TimerDueInAsync(TimeSpan dueIn)
    {
        lock (_lock)
        {
            if (_timers.Exists(timer => timer.Due == _now + dueIn))
            {
                return Task.CompletedTask;
            }

            var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((dueIn, found));
            return found.Task.WaitAsync(TimeSpan.FromSeconds(30), System);
        }
    }

    private ManualTimer? TakeDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            ManualTimer? next = _timers.Where(timer => timer.Due <= end).MinBy(static timer => timer.Due);
            if (next is not null)
            {
                _now = next.Due > _now ? next.Due : _now;
                next.Next();
                if (next.Due == DateTimeOffset.MaxValue)
                {
                    _timers.Remove(next);
                }
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public bool IsTick => state is StallWatch;

        public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                _period = period;
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                    clock._waiters.FindAll(waiter => Due == clock._now + waiter.DueIn).ForEach(static waiter => waiter.Found.TrySetResult());
                }
            }

            return true;
        }

        public void Next() => Due = _period > TimeSpan.Zero ? Due + _period : DateTimeOffset.MaxValue;

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
