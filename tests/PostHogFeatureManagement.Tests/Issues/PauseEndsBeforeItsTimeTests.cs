using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A timer drops fractions of a millisecond. The poller woke up too early, found that nothing was due yet, and paused for no time at all, in a loop that kept a
/// processor busy until the fraction had passed.
/// </summary>
public sealed class PauseEndsBeforeItsTimeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(9_999)]
    [InlineData(300_000_001)]
    [Trait("Promise", "DF-01")]
    public async Task PauseAsync_FractionOfAMillisecond_LastsAtLeastThatLong(long ticks)
    {
        var clock = new ManualTimeProvider();
        var pause = TimeSpan.FromTicks(ticks);

        Task pausing = new RefreshRequests().PauseAsync(pause, clock, TestContext.Current.CancellationToken);
        clock.Advance(pause - TimeSpan.FromTicks(1));
        Assert.False(pausing.IsCompleted);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        await pausing;
    }
}
