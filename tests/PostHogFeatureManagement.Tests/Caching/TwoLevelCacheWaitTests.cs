using System.Diagnostics;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Caching;

/// <summary>Callers whose time to wait is limited.</summary>
[Trait("Promise", "RC-12")]
public sealed class TwoLevelCacheWaitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly CacheAnswer<string> Nothing = new(null, CacheFreshness.None, CacheOrigin.Fetched) { IsWaitedOut = true };

    private readonly CacheProbe _probe = new();

    [Fact]
    public async Task GetAsync_WaitedOut_LoadGoesOnAndFillsTheCache()
    {
        Task<CacheAnswer<string>> waiting = _probe.GetWithinAsync(Limit);
        PendingFetch fetch = await _probe.NextFetchAsync();
        _probe.Time.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);

        _probe.Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(Nothing, await waiting);
        Assert.False(fetch.Token.IsCancellationRequested);
        fetch.Succeed("late");
        await Eventually.TrueAsync(async () => (await _probe.GetWithinAsync(Limit)).Value == "late");
        Assert.Equal(1, _probe.FetchCount);
    }

    [Fact]
    public async Task GetAsync_WaitedOutPastStale_ReturnsLastGood()
    {
        await _probe.PutAsync("old");
        _probe.Time.Advance(TimeSpan.FromHours(23));
        Task<CacheAnswer<string>> waiting = _probe.GetWithinAsync(Limit);
        await _probe.NextFetchAsync();

        _probe.Time.Advance(Limit);

        Assert.Equal(new CacheAnswer<string>("old", CacheFreshness.FailSafe, CacheOrigin.Memory) { IsWaitedOut = true }, await waiting);
    }

    [Fact]
    public async Task RefreshAsync_WaitedOut_ReturnsLastGood()
    {
        await _probe.PutAsync("old");
        Task<CacheAnswer<string>> waiting = _probe.RefreshWithinAsync(Limit);
        await _probe.NextFetchAsync();

        _probe.Time.Advance(Limit);

        Assert.Equal(new CacheAnswer<string>("old", CacheFreshness.Fresh, CacheOrigin.Memory) { IsWaitedOut = true }, await waiting);
    }

    [Fact]
    public async Task GetAsync_LoadEndsInTime_ReturnsItsValueAndStopsTheTimer()
    {
        Task<CacheAnswer<string>> waiting = _probe.GetWithinAsync(Limit);
        (await _probe.NextFetchAsync()).Succeed("a");

        Assert.Equal(new CacheAnswer<string>("a", CacheFreshness.Fresh, CacheOrigin.Fetched), await waiting);
        await Eventually.TrueAsync(() => !_probe.Time.HasTimers);
    }

    [Fact]
    public async Task GetAsync_CallerOfSameLoadCameLater_WaitsForTheRestOnly()
    {
        Task<CacheAnswer<string>> first = _probe.GetWithinAsync(Limit);
        await _probe.NextFetchAsync();
        _probe.Time.Advance(Limit * 0.75);
        Task<CacheAnswer<string>> second = _probe.GetWithinAsync(Limit);

        _probe.Time.Advance(Limit * 0.25);

        Assert.Equal(Nothing, await first);
        Assert.Equal(Nothing, await second);
        Assert.Equal(Nothing, await _probe.GetWithinAsync(Limit));
        Assert.False(_probe.Time.HasTimers);
        Assert.Equal(1, _probe.FetchCount);
    }

    [Fact]
    public async Task GetAsync_OthersWaitOut_CallerWithoutLimitWaitsToTheEnd()
    {
        Task<CacheAnswer<string>> patient = _probe.GetAsync().AsTask();
        Task<CacheAnswer<string>> waiting = _probe.GetWithinAsync(Limit);
        PendingFetch fetch = await _probe.NextFetchAsync();
        _probe.Time.Advance(Limit);
        Assert.Equal(Nothing, await waiting);

        Assert.False(patient.IsCompleted);
        Assert.False(fetch.PlaceToken.IsCancellationRequested);
        fetch.Succeed("late");
        Assert.Equal("late", (await patient).Value);
    }

    [Fact]
    public async Task GetAsync_LastCallerCancelsAfterAnotherWaitedOut_LoadGoesOn()
    {
        using var leaving = new CancellationTokenSource();
        Task<CacheAnswer<string>> waiting = _probe.GetWithinAsync(Limit);
        Task<CacheAnswer<string>> cancelled = _probe.GetForAsync(leaving.Token);
        PendingFetch fetch = await _probe.NextFetchAsync();
        _probe.Time.Advance(Limit);
        await waiting;

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(fetch.Token.IsCancellationRequested);
        Assert.True(fetch.PlaceToken.IsCancellationRequested);
        fetch.Succeed("late");
        await Eventually.TrueAsync(async () => (await _probe.GetWithinAsync(Limit)).Value == "late");
    }

    [Fact]
    public async Task GetAsync_EveryCallerCancelsInTime_CancelsTheLoad()
    {
        using var leaving = new CancellationTokenSource();
        Task<CacheAnswer<string>> cancelled = _probe.GetWithinAsync(Limit, leaving.Token);
        PendingFetch fetch = await _probe.NextFetchAsync();

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.True(fetch.Token.IsCancellationRequested);
        fetch.Throw(new OperationCanceledException(fetch.Token));
        await Eventually.TrueAsync(() => !_probe.Time.HasTimers);
    }

    [Fact]
    public async Task GetAsync_LastCallerWaitsOut_GivesUpThePlace()
    {
        Task<CacheAnswer<string>> waiting = _probe.GetWithinAsync(Limit);
        PendingFetch fetch = await _probe.NextFetchAsync();
        Assert.False(fetch.PlaceToken.IsCancellationRequested);

        _probe.Time.Advance(Limit);
        await waiting;

        Assert.True(fetch.PlaceToken.IsCancellationRequested);
    }

    [Fact]
    public async Task GetAsync_BackgroundRefresh_NeverWaitsForAPlace()
    {
        await _probe.PutAsync("old");
        _probe.Time.Advance(TimeSpan.FromSeconds(30));

        await _probe.GetWithinAsync(Limit);

        Assert.True((await _probe.NextFetchAsync()).PlaceToken.IsCancellationRequested);
        Assert.False(_probe.Time.HasTimers);
    }

    [Fact]
    public async Task GetAsync_NoTimeAtAll_LoadGoesOnAlone()
    {
        CacheAnswer<string> answer = await _probe.GetWithinAsync(TimeSpan.Zero);

        PendingFetch fetch = await _probe.NextFetchAsync();
        Assert.Equal(Nothing, answer);
        Assert.Equal(Nothing, await _probe.GetWithinAsync(TimeSpan.Zero));
        Assert.True(fetch.PlaceToken.IsCancellationRequested);
        fetch.Succeed("late");
        await Eventually.TrueAsync(async () => (await _probe.GetWithinAsync(TimeSpan.Zero)).Value == "late");
        Assert.Equal(1, _probe.FetchCount);
    }

    [Fact]
    public async Task GetAsync_NothingIsKept_WaitsOutAndFetchGoesOn()
    {
        var probe = new CacheProbe(CacheProbe.Default with { FreshFor = TimeSpan.Zero });
        Task<CacheAnswer<string>> waiting = probe.GetWithinAsync(Limit);
        PendingFetch fetch = await probe.NextFetchAsync();

        probe.Time.Advance(Limit);

        Assert.Equal(Nothing, await waiting);
        Assert.False(fetch.Token.IsCancellationRequested);
        fetch.Succeed("unused");
        Assert.Equal(0, probe.Cache.Count);
    }

    [Fact]
    public async Task GetAsync_Load_KeepsTheTraceButNotTheContextOfItsRequest()
    {
        using var request = new Activity("request").Start();
        PendingFetch.Ambient.Value = "request";

        Task<CacheAnswer<string>> waiting = _probe.GetWithinAsync(Limit);
        PendingFetch fetch = await _probe.NextFetchAsync();
        fetch.Succeed("a");
        await waiting;

        Assert.False(fetch.FlowedExecutionContext);
        Assert.Same(request, fetch.Trace);
    }
}
