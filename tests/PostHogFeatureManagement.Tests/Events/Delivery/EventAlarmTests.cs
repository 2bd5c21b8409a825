using PostHogFeatureManagement.Events.Delivery;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Events.Delivery;

public sealed class EventAlarmTests
{
    /// <summary>Timers drop fractions of a millisecond. The loop would then look again and again until the fraction has passed.</summary>
    [Fact]
    public async Task WaitAsync_FractionOfAMillisecond_WaitsForAWholeOne()
    {
        var clock = new ManualTimeProvider();
        Task wait = new EventAlarm().WaitAsync(TimeSpan.FromMilliseconds(0.4), clock, TestContext.Current.CancellationToken);
        Assert.Equal(1, clock.CountTimersDueIn(TimeSpan.FromMilliseconds(1)));

        clock.Advance(TimeSpan.FromMilliseconds(1));
        await wait;
    }

    [Fact]
    public async Task WaitAsync_SetBefore_EndsAtOnce()
    {
        var alarm = new EventAlarm();
        alarm.Set();
        alarm.Set();

        await alarm.WaitAsync(atMost: null, new ManualTimeProvider(), TestContext.Current.CancellationToken);
    }
}
