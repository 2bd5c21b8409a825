using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>Many checks for one caller at a time send one request, and a caller who leaves does not affect the others.</summary>
[Trait("Promise", "RC-08")]
public sealed class SingleFlightTests
{
    [Fact]
    public async Task GetFlagAsync_HundredMissesAtOnce_SendOneRequest()
    {
        (Outage outage, TaskCompletionSource answered) = Start();
        await using Outage end = outage;

        Task<FlagResult>[] checks = [.. Enumerable.Range(0, 100).Select(_ => Task.Run(() => outage.StartAsync(Outage.Ada), TestContext.Current.CancellationToken))];
        await outage.PostHog.ReceivedAsync(1);
        answered.SetResult();

        Assert.All(await Task.WhenAll(checks), static result => Assert.Equal("old", result.Variant));
        Assert.Equal(1, outage.PostHog.Count);
    }

    [Fact]
    public async Task GetFlagAsync_FirstCallerLeaves_OthersGetAnswer()
    {
        (Outage outage, TaskCompletionSource answered) = Start();
        await using Outage end = outage;
        using var leaving = new CancellationTokenSource();
        Task<FlagResult> left = outage.StartAsync(Outage.Ada, leaving.Token);
        Task<FlagResult>[] staying = [outage.StartAsync(Outage.Ada), outage.StartAsync(Outage.Ada)];
        await outage.PostHog.ReceivedAsync(1);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        answered.SetResult();

        Assert.All(await Task.WhenAll(staying), static result => Assert.Equal(FlagSource.Remote, result.Source));
        Assert.Equal(1, outage.PostHog.Count);
    }

    [Fact]
    public async Task GetFlagAsync_AllCallersLeave_IsNoFailureAndNextCallerAsks()
    {
        (Outage outage, _) = Start();
        await using Outage end = outage;
        for (int i = 1; i <= 10; i++)
        {
            using var leaving = new CancellationTokenSource();
            Task<FlagResult> left = outage.StartAsync(Outage.Ada, leaving.Token);
            await outage.PostHog.ReceivedAsync(i);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        }

        outage.PostHog.Become(Behaviours.Well);

        Assert.Equal(FlagSource.Remote, (await outage.AskAsync(Outage.Ada)).Answer.Source);
        Assert.Equal(11, outage.PostHog.Count);
    }

    [Fact]
    public async Task GetFlagAsync_HundredStaleChecksAtOnce_RefreshOnce()
    {
        await using var outage = new Outage(("PostHog:SecretKey", ""));
        await outage.AskAsync(Outage.Ada);
        outage.Clock.Advance(TimeSpan.FromMinutes(1));
        var answered = new TaskCompletionSource();
        outage.PostHog.Become(Behaviours.Held(answered.Task));

        Task<FlagResult>[] checks = [.. Enumerable.Range(0, 100).Select(_ => Task.Run(() => outage.StartAsync(Outage.Ada), TestContext.Current.CancellationToken))];
        FlagResult[] results = await Task.WhenAll(checks);
        await outage.PostHog.ReceivedAsync(2);
        outage.PostHog.Variant = "new";
        answered.SetResult();
        await Eventually.TrueAsync(async () => (await outage.StartAsync(Outage.Ada)).Variant == "new");

        Assert.All(results, static result => Assert.Equal(FlagSource.Stale, result.Source));
        Assert.Equal(2, outage.PostHog.Count);
    }

    private static (Outage Outage, TaskCompletionSource Answered) Start()
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var outage = new Outage(("PostHog:SecretKey", ""));
        outage.PostHog.Become(Behaviours.Held(answered.Task));
        return (outage, answered);
    }
}
