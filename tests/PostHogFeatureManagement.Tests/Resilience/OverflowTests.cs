using PostHogFeatureManagement.Client.Resilience.Breaker;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>More callers at once than the limit allows: the others get cached or configured answers without a queue.</summary>
[Trait("Promise", "RS-07")]
public sealed class OverflowTests
{
    private static readonly (string Key, string Value)[] Settings =
        [("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true"), ("PostHog:Client:MaxConcurrentRequests", "2")];

    [Fact]
    public async Task GetFlagAsync_TooManyInFlight_LastGoodAnswersAtOnce()
    {
        await using var outage = new Outage(Settings);
        await outage.AskAsync(Outage.Ada);
        outage.Clock.Advance(TimeSpan.FromHours(23));
        await using var full = await FullAsync(outage);

        FlagResult result = await outage.StartAsync(Outage.Ada);

        Assert.Equal((FlagSource.Stale, "old"), (result.Source, result.Variant));
        Assert.Equal(1, outage.Evaluation.Overloaded);
    }

    [Fact]
    public async Task GetFlagAsync_TooManyInFlightAndNothingCached_ConfigurationAnswersAtOnce()
    {
        await using var outage = new Outage(Settings);
        await using var full = await FullAsync(outage);

        FlagResult configured = await outage.StartAsync(Outage.Ada);
        FlagResult unknown = await outage.Library.Flags.GetFlagAsync("unknown", Outage.Ada, default, TestContext.Current.CancellationToken);

        Assert.Equal(FlagSource.Configuration, configured.Source);
        Assert.Equal((FlagSource.Default, FlagReason.Overloaded), (unknown.Source, unknown.Reason));
    }

    [Fact]
    public async Task GetFlagAsync_RoomAgain_AsksAtOnce()
    {
        await using var outage = new Outage(Settings);
        await using (await FullAsync(outage))
        {
            await outage.StartAsync(Outage.Ada);
        }

        Assert.Equal(FlagSource.Remote, (await outage.StartAsync(Outage.Ada)).Source);
        Assert.Equal(BreakerState.Closed, outage.Evaluation.State);
    }

    private static async Task<Full> FullAsync(Outage outage)
    {
        var release = new TaskCompletionSource();
        int before = outage.PostHog.Count;
        outage.PostHog.Become(Behaviours.Held(release.Task));
        Task<FlagResult>[] checks = [outage.StartAsync(new PostHogContext("first")), outage.StartAsync(new PostHogContext("second"))];
        await outage.PostHog.ReceivedAsync(before + 2);
        return new Full(release, checks);
    }

    /// <summary>Two callers whose requests are in flight until this is disposed.</summary>
    private sealed class Full(TaskCompletionSource release, Task<FlagResult>[] checks) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            release.SetResult();
            await Task.WhenAll(checks);
        }
    }
}
