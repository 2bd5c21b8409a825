using System.Net;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions;

[Trait("Promise", "DF-06")]
public sealed class RefreshCallTests
{
    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));
    private static readonly string TwoFlags = Library.Definitions(Library.Flag("beta"), Library.Flag("gamma"));

    [Fact]
    public async Task RefreshAsync_BetweenPolls_PollsAtOnce()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag).Json(TwoFlags).Json(TwoFlags));
        await library.Get<DefinitionsPoller>().StartAsync(TestContext.Current.CancellationToken);

        DefinitionsRefreshResult changed = await RefreshAsync(library);
        DefinitionsRefreshResult unchanged = await RefreshAsync(library);

        Assert.Equal((DefinitionsRefreshOutcome.Changed, DefinitionsRefreshOutcome.Unchanged), (changed.Outcome, unchanged.Outcome));
        Assert.Equal((3, 2), (library.PostHog.Count, library.Store.Latest!.FlagSet.Count));
    }

    [Fact]
    public async Task RefreshAsync_WithoutHost_BeginsToPoll()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag));

        DefinitionsRefreshResult result = await RefreshAsync(library);

        Assert.Equal(DefinitionsRefreshOutcome.Changed, result.Outcome);
    }

    [Fact]
    public async Task RefreshAsync_DuringAPoll_SharesTheNextOne()
    {
        await using var library = new Library(new StubHandler().Hangs().Json(TwoFlags), ("PostHog:Client:MaxRetryAttempts", "0"));
        Task<DefinitionsRefreshResult> first = RefreshAsync(library);
        await library.PostHog.ReceivedAsync(1);

        Task<DefinitionsRefreshResult>[] during = [RefreshAsync(library), RefreshAsync(library), RefreshAsync(library)];
        Assert.All(during, static call => Assert.False(call.IsCompleted));
        library.Clock.Advance(TimeSpan.FromSeconds(10));
        DefinitionsRefreshResult[] results = await Task.WhenAll(during);

        Assert.Equal(DefinitionsRefreshOutcome.Failed, (await first).Outcome);
        Assert.StartsWith("TimedOut", (await first).Failure, StringComparison.Ordinal);
        Assert.All(results, static result => Assert.Equal(DefinitionsRefreshOutcome.Changed, result.Outcome));
        Assert.Equal(2, library.PostHog.Count);
    }

    [Fact]
    public async Task RefreshAsync_CallerGivesUp_ThePollGoesOnForOthers()
    {
        await using var library = new Library(new StubHandler().Hangs().Json(OneFlag), ("PostHog:Client:MaxRetryAttempts", "0"));
        using var impatient = new CancellationTokenSource();
        Task<DefinitionsRefreshResult> first = RefreshAsync(library);
        await library.PostHog.ReceivedAsync(1);
        Task<DefinitionsRefreshResult> second = library.Get<IPostHogDefinitions>().RefreshAsync(impatient.Token);
        Task<DefinitionsRefreshResult> third = RefreshAsync(library);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        library.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(DefinitionsRefreshOutcome.Failed, (await first).Outcome);
        Assert.Equal(DefinitionsRefreshOutcome.Changed, (await third).Outcome);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "120", 120)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "90", 90)]
    [InlineData(HttpStatusCode.PaymentRequired, null, 300)]
    public async Task RefreshAsync_PostHogWantsToBeLeftAlone_AnswersWithTheTime(HttpStatusCode status, string? retryAfter, int seconds)
    {
        var postHog = new StubHandler();
        postHog = retryAfter is null ? postHog.Json("{}", status) : postHog.Json("{}", status, ("Retry-After", retryAfter));
        await using var library = new Library(postHog.Json(OneFlag), ("PostHog:Client:MaxRetryAttempts", "0"));
        Assert.Equal(DefinitionsRefreshOutcome.Failed, (await RefreshAsync(library)).Outcome);
        DateTimeOffset end = library.Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        library.Clock.Advance(TimeSpan.FromSeconds(10));

        DefinitionsRefreshResult postponed = await RefreshAsync(library);

        Assert.Equal((DefinitionsRefreshOutcome.Postponed, end), (postponed.Outcome, postponed.NotBefore));
        Assert.Equal(1, library.PostHog.Count);
        library.Clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(DefinitionsRefreshOutcome.Unchanged, await SettledAsync(library));
    }

    [Theory]
    [InlineData("PostHog:SecretKey", "")]
    [InlineData("PostHog:Enabled", "false")]
    public async Task RefreshAsync_DoesNotPoll_SaysSo(string key, string value)
    {
        await using var library = new Library(new StubHandler().Json(OneFlag), (key, value));

        Assert.Equal(DefinitionsRefreshOutcome.NotPolled, (await RefreshAsync(library)).Outcome);
        Assert.Equal(0, library.PostHog.Count);
    }

    [Fact]
    public async Task RefreshAsync_ApplicationStops_WaitersAreReleased()
    {
        await using var library = new Library(new StubHandler().Hangs());
        DefinitionsPoller poller = library.Get<DefinitionsPoller>();
        Task<DefinitionsRefreshResult> first = RefreshAsync(library);
        await library.PostHog.ReceivedAsync(1);
        Task<DefinitionsRefreshResult> second = RefreshAsync(library);

        await poller.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(DefinitionsRefreshOutcome.Failed, (await first).Outcome);
        Assert.Equal(DefinitionsRefreshOutcome.NotPolled, (await second).Outcome);
        Assert.Equal(DefinitionsRefreshOutcome.NotPolled, (await RefreshAsync(library)).Outcome);
    }

    private static Task<DefinitionsRefreshResult> RefreshAsync(Library library) =>
        library.Get<IPostHogDefinitions>().RefreshAsync(TestContext.Current.CancellationToken);

    // The scheduled poll and the call meet: whichever comes first changes the definitions, and this call is served by a later poll.
    private static async Task<DefinitionsRefreshOutcome> SettledAsync(Library library)
    {
        await RefreshAsync(library);
        return (await RefreshAsync(library)).Outcome;
    }
}
