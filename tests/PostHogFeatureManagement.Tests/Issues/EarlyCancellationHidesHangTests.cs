using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// Callers that canceled before an attempt timed out hid a hanging PostHog. Their requests counted as neither success nor failure, so the circuit never opened
/// and each new caller waited again.
/// </summary>
[Trait("Promise", "RS-08")]
public sealed class EarlyCancellationHidesHangTests
{
    [Fact]
    public async Task GetFlagAsync_FiveCallersCancelAfterHalfTheTimeout_OpensCircuit()
    {
        await using Outage outage = await CancelCallersAsync(5, TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(() => outage.Circuit.State == BreakerState.Open);

        Assert.Equal(FlagSource.Configuration, (await outage.StartAsync(Outage.Ada)).Source);
        Assert.Equal(5, outage.PostHog.Count);
    }

    [Fact]
    public async Task GetFlagAsync_CallersCancelEarlier_KeepsCircuitClosed()
    {
        await using Outage outage = await CancelCallersAsync(16, TimeSpan.FromSeconds(0.999));

        outage.PostHog.Become(Behaviours.Well);

        Assert.Equal(FlagSource.Remote, (await outage.StartAsync(Outage.Ada)).Source);
    }

    private static async Task<Outage> CancelCallersAsync(int callers, TimeSpan after)
    {
        var outage = new Outage(("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true"));
        outage.PostHog.Become(Behaviours.Hang);
        using var cancel = new CancellationTokenSource();
        Task<FlagResult>[] calls = [.. Enumerable.Range(0, callers).Select(number => outage.StartAsync(new PostHogContext($"caller-{number}"), cancel.Token))];
        await outage.PostHog.ReceivedAsync(callers);
        outage.Clock.Advance(after);
        await cancel.CancelAsync();
        foreach (Task<FlagResult> call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        return outage;
    }
}
