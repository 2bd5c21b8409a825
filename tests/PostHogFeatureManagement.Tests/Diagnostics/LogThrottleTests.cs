using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Diagnostics;

[Trait("Promise", "FM-20")]
[Trait("Promise", "OP-01")]
public sealed class LogThrottleTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly LogThrottle _throttle;

    public LogThrottleTests() => _throttle = new LogThrottle(_clock);

    [Fact]
    public void IsDue_SameKey_OncePerMinute()
    {
        Assert.True(_throttle.IsDue(1, "beta"));
        Assert.False(_throttle.IsDue(1, "beta"));

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(_throttle.IsDue(1, "beta"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_throttle.IsDue(1, "beta"));
        Assert.False(_throttle.IsDue(1, "beta"));
    }

    [Fact]
    public void IsDue_OtherEventOrKey_HasOwnTurn()
    {
        Assert.True(_throttle.IsDue(1, "beta"));

        Assert.True(_throttle.IsDue(2, "beta"));
        Assert.True(_throttle.IsDue(1, "other"));
    }

    [Fact]
    [Trait("Promise", "SC-06")]
    public void IsDue_LongKeys_ShareOneTurn()
    {
        string longest = new('x', Room.MaxKeyLength);

        Assert.True(_throttle.IsDue(1, longest));
        Assert.True(_throttle.IsDue(1, longest + "1"));
        Assert.False(_throttle.IsDue(1, longest + "2"));
    }

    [Fact]
    public void IsDue_Interval_OncePerInterval()
    {
        Assert.True(_throttle.IsDue(1, "beta", TimeSpan.FromHours(1)));

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(_throttle.IsDue(1, "beta", TimeSpan.FromHours(1)));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_throttle.IsDue(1, "beta", TimeSpan.FromHours(1)));
    }

    [Fact]
    public void IsDue_Forever_OnlyOnce()
    {
        Assert.True(_throttle.IsDue(1, "beta", LogThrottle.Forever));

        _clock.Advance(TimeSpan.FromDays(1_000));
        Assert.False(_throttle.IsDue(1, "beta", LogThrottle.Forever));
    }

    [Fact]
    public void IsDue_TooManyKeys_OthersShareOneTurn()
    {
        Assert.Equal(1_001, Enumerable.Range(0, 5_000).Count(i => _throttle.IsDue(1, $"flag-{i}")));
        Assert.False(_throttle.IsDue(1, "another"));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_throttle.IsDue(1, "another"));
        Assert.False(_throttle.IsDue(1, "yet another"));
        Assert.True(_throttle.IsDue(1, "flag-7"));
    }

    [Fact]
    public void IsDue_TooManyKeysOfOneEvent_OtherEventsKeepTheirTurns()
    {
        Assert.Equal(1_001, Enumerable.Range(0, 5_000).Count(i => _throttle.IsDue(1, $"flag-{i}")));

        Assert.True(_throttle.IsDue(2, "a"));
        Assert.True(_throttle.IsDue(2, "b"));
    }

    [Fact]
    public void IsDue_ManyCallersAtOnce_TrueForOne()
    {
        int due = 0;

        Parallel.For(0, 1_000, _ => Interlocked.Add(ref due, _throttle.IsDue(1, "beta") ? 1 : 0));

        Assert.Equal(1, due);
    }
}
