using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Resilience;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Polling;

namespace PostHogFeatureManagement.Tests.Definitions;

[Trait("Promise", "DF-01")]
public sealed class PollScheduleTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan IdleInterval = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(0.0, 27)]
    [InlineData(0.5, 30)]
    [InlineData(1.0, 33)]
    public void Next_Success_IsTheIntervalWithTenPercentJitter(double jitter, double seconds)
    {
        var schedule = new PollSchedule(Interval, IdleInterval, new Jitter(() => jitter));

        Assert.Equal(seconds, schedule.Next(After(WireFailure.None)).TotalSeconds, precision: 3);
    }

    [Theory]
    [InlineData(30, 300)]
    [InlineData(900, 900)]
    [Trait("Promise", "DF-08")]
    public void Next_Idle_IsTheLongerOfBothIntervals(int interval, double seconds)
    {
        var schedule = new PollSchedule(TimeSpan.FromSeconds(interval), IdleInterval, new Jitter(() => 0.5));

        Assert.Equal(seconds, schedule.Next(After(WireFailure.None), isIdle: true).TotalSeconds, precision: 3);
        Assert.Equal(seconds, schedule.Next(After(WireFailure.ServerError), isIdle: true).TotalSeconds, precision: 3);
    }

    [Fact]
    public void Next_RepeatedFailures_DoublesUpToOneMinute()
    {
        PollSchedule schedule = new(TimeSpan.FromSeconds(10), IdleInterval, new Jitter(() => 0.5));

        double[] delays = [.. Enumerable.Range(0, 5).Select(_ => schedule.Next(After(WireFailure.Unauthorized)).TotalSeconds)];

        Assert.Equal([20.0, 40, 60, 60, 60], delays.Select(delay => Math.Round(delay, 3)));
    }

    [Fact]
    public void Next_SuccessAfterFailures_ReturnsToTheInterval()
    {
        PollSchedule schedule = new(Interval, IdleInterval, new Jitter(() => 0.5));
        schedule.Next(After(WireFailure.ServerError));
        schedule.Next(After(WireFailure.ServerError));

        Assert.Equal(30, schedule.Next(After(WireFailure.None)).TotalSeconds, precision: 3);
    }

    [Fact]
    [Trait("Promise", "RS-09")]
    public void Next_QuotaExceeded_IsFiveMinutes() =>
        Assert.Equal(5, new PollSchedule(Interval, IdleInterval, new Jitter(() => 0.5)).Next(After(WireFailure.QuotaLimited)).TotalMinutes, precision: 3);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void Next_RetryAfter_WaitsAtLeastThatLong(double jitter)
    {
        var refresh = new DefinitionsRefresh(WireFailure.RateLimited, TimeSpan.FromMinutes(10));

        Assert.Equal(10, new PollSchedule(Interval, IdleInterval, new Jitter(() => jitter)).Next(refresh).TotalMinutes, precision: 3);
    }

    [Fact]
    public void Next_FailureWithLongInterval_IsNotShorterThanTheInterval() =>
        Assert.Equal(5, new PollSchedule(TimeSpan.FromMinutes(5), IdleInterval, new Jitter(() => 0.5)).Next(After(WireFailure.ServerError)).TotalMinutes, precision: 3);

    private static DefinitionsRefresh After(WireFailure failure) => new(failure, null);
}
