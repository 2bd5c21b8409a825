using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// Callers who give up before an attempt times out hid a PostHog that hangs: their requests said nothing about it, so the circuit never opened and each of them was made to wait anew.
/// </summary>
[Trait("Promise", "RS-08")]
public sealed class ImpatientCallersTests
{
    [Fact]
    public async Task GetFlagAsync_FiveCallersLeaveAfterHalfTheTimeOut_OpensTheCircuit()
    {
        await using Outage outage = await LeaveAsync(5, TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(() => outage.Evaluation.State == BreakerState.Open);

        Assert.Equal(FlagSource.Configuration, (await outage.StartAsync(Outage.Ada)).Source);
        Assert.Equal(5, outage.PostHog.Count);
    }

    [Fact]
    public async Task GetFlagAsync_CallersLeaveBefore_SaysNothingAboutPostHog()
    {
        await using Outage outage = await LeaveAsync(16, TimeSpan.FromSeconds(0.999));

        outage.PostHog.Become(Behaviours.Well);

        Assert.Equal(FlagSource.Remote, (await outage.StartAsync(Outage.Ada)).Source);
    }

    private static async Task<Outage> LeaveAsync(int callers, TimeSpan after)
    {
        var outage = new Outage(("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true"));
        outage.PostHog.Become(Behaviours.Hang);
        using var leaving = new CancellationTokenSource();
        Task<FlagResult>[] left = [.. Enumerable.Range(0, callers).Select(number => outage.StartAsync(new PostHogContext($"caller-{number}"), leaving.Token))];
        await outage.PostHog.ReceivedAsync(callers);
        outage.Clock.Advance(after);
        await leaving.CancelAsync();
        foreach (Task<FlagResult> call in left)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        return outage;
    }
}
