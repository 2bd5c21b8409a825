using PostHogFeatureManagement.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

[Trait("Promise", "RS-03")]
public sealed class StallWatchTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly StallWatch _watch;

    public StallWatchTests() => _watch = new StallWatch(_clock);

    [Fact]
    public void Since_ProcessRuns_IsAllOfTheTime()
    {
        _watch.CallBegins();
        StallWatch.Moment start = _watch.Now;

        _clock.Advance(TimeSpan.FromSeconds(2.03));

        Assert.Equal(TimeSpan.FromSeconds(2.03), _watch.Since(start));
    }

    [Fact]
    public void Since_ProcessStoodStill_LeavesThatTimeOut()
    {
        _watch.CallBegins();
        StallWatch.Moment start = _watch.Now;
        _clock.Advance(TimeSpan.FromSeconds(1));

        _clock.Stall(TimeSpan.FromSeconds(5));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(2.1), _watch.Since(start));
    }

    /// <summary>A time-out may be handled before the tick that is overdue as well.</summary>
    [Fact]
    public void Since_BeforeLateTick_LeavesStallOut()
    {
        TimeSpan? seen = null;
        StallWatch.Moment start = default;
        using ITimer timeout = _clock.CreateTimer(_ => seen = _watch.Since(start), null, TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);
        _watch.CallBegins();
        start = _watch.Now;

        _clock.Stall(TimeSpan.FromSeconds(5));

        Assert.Equal(StallWatch.Tick, seen);
    }

    [Fact]
    public void Since_TickALittleLate_IsAllOfTheTime()
    {
        _watch.CallBegins();
        StallWatch.Moment start = _watch.Now;

        for (int i = 0; i < 20; i++)
        {
            _clock.Stall(TimeSpan.FromMilliseconds(120));
        }

        Assert.Equal(TimeSpan.FromMilliseconds(2400), _watch.Since(start));
    }

    /// <summary>A process that is always late would otherwise never see that PostHog hangs.</summary>
    [Fact]
    public void Since_EveryTickLate_LeavesOutFirstStallOnly()
    {
        _watch.CallBegins();
        StallWatch.Moment start = _watch.Now;

        for (int i = 0; i < 20; i++)
        {
            _clock.Stall(TimeSpan.FromMilliseconds(250));
        }

        Assert.Equal(TimeSpan.FromMilliseconds(5000 - 150), _watch.Since(start));
    }

    [Fact]
    public void Since_StallsASecondApart_LeavesThemOut()
    {
        _watch.CallBegins();
        StallWatch.Moment start = _watch.Now;

        for (int i = 0; i < 3; i++)
        {
            _clock.Stall(TimeSpan.FromSeconds(2));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(TimeSpan.FromSeconds(3.3), _watch.Since(start));
    }

    /// <summary>The tick is stopped with the last call, and the next call begins on a process that is still late.</summary>
    [Fact]
    public void Since_StalledUntilCallBeforeEnded_IsAllOfTheTime()
    {
        using ITimer timeout = _clock.CreateTimer(_ => _watch.CallEnds(), null, TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);
        _watch.CallBegins();
        _clock.Stall(TimeSpan.FromSeconds(2));
        _watch.CallBegins();
        StallWatch.Moment start = _watch.Now;

        _clock.Stall(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(2), _watch.Since(start));
    }

    [Fact]
    public void CallEnds_LastCall_StopsTimer()
    {
        Assert.False(_clock.HasTimers);
        _watch.CallBegins();
        _watch.CallBegins();
        _watch.CallEnds();
        Assert.True(_clock.HasTimers);

        _watch.CallEnds();

        Assert.False(_clock.HasTimers);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _watch.CallBegins();
        StallWatch.Moment start = _watch.Now;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), _watch.Since(start));
    }

    public void Dispose() => _watch.Dispose();
}
