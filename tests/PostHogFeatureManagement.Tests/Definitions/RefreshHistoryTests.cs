using PostHogFeatureManagement.Definitions.Polling;

namespace PostHogFeatureManagement.Tests.Definitions;

public sealed class RefreshHistoryTests
{
    private static readonly DateTimeOffset Confirmed = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A poll fails while another instance is seen to have heard from PostHog.</summary>
    [Fact]
    public void AddFailure_DuringAConfirmation_LosesNeither()
    {
        var clock = new InterruptedClock();
        var history = new RefreshHistory(clock);
        var looking = new Thread(() => history.AddConfirmation(Confirmed));
        clock.Interrupt = () =>
        {
            looking.Start();
            SpinWait.SpinUntil(() => !looking.IsAlive || looking.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        };

        history.AddFailure("refused");
        looking.Join();

        Assert.Equal((Confirmed, "refused"), (history.Latest.ConfirmedAt, history.Latest.Failure));
    }

    private sealed class InterruptedClock : TimeProvider
    {
        public Action Interrupt { get; set; } = static () => { };

        public override DateTimeOffset GetUtcNow()
        {
            Interrupt();
            return Confirmed;
        }
    }
}
