using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>More callers at once than the limit allows: callers without an answer wait for a place, the others do not wait.</summary>
[Trait("Promise", "RS-07")]
public sealed class OverflowTests
{
    private static readonly (string Key, string Value)[] Settings =
        [("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true"), ("PostHog:Client:MaxConcurrentRequests", "2")];

    [Fact]
    public async Task GetFlagAsync_TooManyInFlight_StaleAnswersAtOnce()
    {
        await using var outage = new Outage(Settings);
        await outage.AskAsync(Outage.Ada);
        outage.Clock.Advance(TimeSpan.FromHours(1));
        await using var full = await FullAsync(outage);

        FlagResult result = await outage.StartAsync(Outage.Ada);

        Assert.Equal((FlagSource.Stale, "old"), (result.Source, result.Variant));
    }

    [Fact]
    public async Task GetFlagAsync_TooManyInFlightAndNothingCached_WaitsForPlace()
    {
        await using var outage = new Outage(Settings);
        Task<FlagResult> check;
        await using (await FullAsync(outage))
        {
            check = outage.StartAsync(Outage.Ada);
            Assert.False(check.IsCompleted);
        }

        Assert.Equal(FlagSource.Remote, (await check).Source);
        Assert.Equal(0, outage.Evaluation.Overloaded);
        Assert.Equal(BreakerState.Closed, outage.Circuit.State);
    }

    [Fact]
    public async Task GetFlagAsync_PostHogHangsWhileCallersWait_ConfigurationAnswersWithoutRequest()
    {
        await using var outage = new Outage(Settings);
        outage.PostHog.Become(Behaviours.Hang);
        Task<FlagResult>[] checks = [.. Enumerable.Range(0, 20).Select(number => outage.StartAsync(new PostHogContext($"caller-{number}")))];

        Waited<FlagResult[]> all = await outage.WaitAsync(Task.WhenAll(checks));

        Assert.All(all.Answer, static result => Assert.Equal(FlagSource.Configuration, result.Source));
        Assert.InRange(outage.PostHog.Count, 2, 4);
        Assert.Equal(TimeSpan.FromSeconds(4), all.Time);
    }

    [Fact]
    [Trait("Promise", "RC-12")]
    public async Task GetFlagAsync_VisitorsFindNoPlaceInTheirTime_AreNotSent()
    {
        await using var outage = new Outage([.. Settings, ("PostHog:Client:AttemptTimeout", "00:00:10"), ("PostHog:Client:TotalTimeout", "00:00:10")]);
        Task<FlagResult>[] visits;
        await using (await FullAsync(outage))
        {
            visits = [.. Enumerable.Range(0, 20).Select(number => outage.StartVisitAsync(new PostHogContext($"visitor-{number}")))];
            outage.Clock.Advance(Outage.WaitAtMost);

            FlagResult[] results = await Task.WhenAll(visits);
            Assert.All(results, static result => Assert.Equal((FlagSource.Configuration, FlagReason.Pending), (result.Source, result.Reason)));
            await Eventually.TrueAsync(() => outage.Evaluation.Overloaded == visits.Length);
        }

        Assert.Equal(2, outage.PostHog.Count);
        Assert.Equal((BreakerState.Closed, 0), (outage.Circuit.State, outage.Evaluation.Failed));
        Assert.Equal(FlagSource.Remote, (await outage.VisitAsync(new PostHogContext("visitor-0"))).Answer.Source);
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
