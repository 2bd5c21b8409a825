using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// Visitors without a kept answer waited for the whole call when PostHog hung: 4 seconds, and thirty of them at once 2 to 4. Now they wait for
/// <c>Client:WaitAtMost</c>, and the call goes on without them.
/// </summary>
[Trait("Promise", "RC-12")]
[Trait("Promise", "RS-08")]
public sealed class FirstVisitorsWaitForHangTests
{
    private static readonly (string Key, string Value)[] Settings = [("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true")];

    [Fact]
    public async Task GetFlagAsync_ThirtyNewVisitors_WaitTwoSecondsAndCircuitOpensBehindThem()
    {
        await using var outage = new Outage(Settings);
        outage.PostHog.Become(Behaviours.Hang);
        Task<FlagResult>[] visits = [.. Enumerable.Range(0, 30).Select(number => outage.StartVisitAsync(new PostHogContext($"visitor-{number}")))];

        Waited<FlagResult[]> all = await outage.WaitAsync(Task.WhenAll(visits), Outage.WaitAtMost);

        Assert.Equal(TimeSpan.FromSeconds(2), all.Time);
        Assert.All(
            all.Answer,
            static result => Assert.Equal((true, FlagSource.Configuration, FlagReason.Pending), (result.IsEnabled, result.Source, result.Reason)));
        await outage.CallsEndedAsync(30);
        Assert.Equal(BreakerState.Open, outage.Circuit.State);
        Waited<FlagResult> late = await outage.VisitAsync(new PostHogContext("late"));
        Assert.Equal((TimeSpan.Zero, FlagReason.CircuitOpen), (late.Time, late.Answer.Reason));
    }

    [Fact]
    public async Task GetFlagAsync_AnswerComesLate_IsUsedByTheNextRequest()
    {
        await using var outage = new Outage(Settings);
        outage.PostHog.Become(Behaviours.Slow);

        Waited<FlagResult> first = await outage.VisitAsync(Outage.Ada);
        Waited<FlagResult> meanwhile = await outage.VisitAsync(Outage.Ada);
        await outage.CallsEndedAsync(1);
        int before = outage.PostHog.Count;
        Waited<FlagResult> later = await outage.VisitAsync(Outage.Ada);

        Assert.Equal((TimeSpan.FromSeconds(2), FlagReason.Pending), (first.Time, first.Answer.Reason));
        Assert.Equal((TimeSpan.Zero, FlagReason.Pending), (meanwhile.Time, meanwhile.Answer.Reason));
        Assert.Equal((TimeSpan.Zero, FlagSource.Cache, "old"), (later.Time, later.Answer.Source, later.Answer.Variant));
        Assert.Equal(before, outage.PostHog.Count);
    }

    /// <summary>With and without result caching, which pins an answer for all flags or for one.</summary>
    [Theory]
    [InlineData("00:00:30", true)]
    [InlineData("00:00:30", false)]
    [InlineData("00:00:00", true)]
    [InlineData("00:00:00", false)]
    public async Task GetFlagAsync_TenFlagsOfOneRequest_WaitOnce(string freshFor, bool getAll)
    {
        await using var outage = new Outage([.. Settings, ("PostHog:Cache:FreshFor", freshFor)]);
        outage.PostHog.Become(Behaviours.Hang);
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using var request = new WebRequest(outage.Library);
        DateTimeOffset start = outage.Clock.GetUtcNow();

        Task first = getAll ? outage.Library.Flags.GetAllFlagsAsync(Outage.Ada, default, stop).AsTask() : outage.StartAsync(Outage.Ada, stop);
        await outage.WaitAsync(Finished(first), Outage.WaitAtMost);
        IPostHogFlags flags = outage.Library.Flags;
        Task<FlagResult>[] others = [.. Enumerable.Range(0, 9).Select(number => flags.GetFlagAsync($"flag-{number}", Outage.Ada, default, stop).AsTask())];
        IReadOnlyDictionary<string, FlagResult> all = await outage.Library.Flags.GetAllFlagsAsync(Outage.Ada, default, stop);

        Assert.All(await Task.WhenAll(others).WaitAsync(TimeSpan.FromSeconds(30), stop), static result => Assert.Equal(FlagReason.Pending, result.Reason));
        Assert.Equal(FlagSource.Configuration, all["headline"].Source);
        Assert.Equal(TimeSpan.FromSeconds(2), outage.Clock.GetUtcNow() - start);
        Assert.InRange(outage.PostHog.Count, 1, 2);
    }

    [Fact]
    public async Task GetFlagAsync_AnswerComesMidway_RequestKeepsWhatItBeganWith()
    {
        await using var outage = new Outage(Settings);
        outage.PostHog.Become(Behaviours.Slow);
        await using var request = new WebRequest(outage.Library);

        Waited<FlagResult> first = await outage.WaitAsync(outage.StartAsync(Outage.Ada), Outage.WaitAtMost);
        await outage.CallsEndedAsync(1);
        Waited<FlagResult> second = await outage.AskAsync(Outage.Ada);

        Assert.Equal(FlagReason.Pending, first.Answer.Reason);
        Assert.Equal(first.Answer, second.Answer);
        outage.Clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(async () => (await outage.StartAsync(Outage.Ada)).Variant == "old");
    }

    [Fact]
    public async Task GetFlagAsync_VisitorsLeaveTheirPages_DoNotCancelTheCallThatAnotherHasLeftBehind()
    {
        await using var outage = new Outage(Settings);
        outage.PostHog.Become(Behaviours.Slow);
        using var page = new CancellationTokenSource();
        Task<FlagResult> patient = outage.StartAsync(Outage.Ada, page.Token);
        Waited<FlagResult> visit = await outage.VisitAsync(Outage.Ada);

        await page.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient);
        await outage.CallsEndedAsync(1);

        Assert.Equal(FlagReason.Pending, visit.Answer.Reason);
        Assert.Equal(FlagSource.Cache, (await outage.VisitAsync(Outage.Ada)).Answer.Source);
        Assert.Equal(BreakerState.Open, outage.Circuit.State);
    }

    private static async Task<bool> Finished(Task task)
    {
        await task;
        return true;
    }
}
