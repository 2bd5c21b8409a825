using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Tests.Caching;

[Trait("Promise", "RC-08")]
public class TwoLevelCacheFlightTests
{
    private readonly CacheProbe _probe = new();

    [Fact]
    public async Task GetAsync_ConcurrentMisses_FetchOnce()
    {
        Task<CacheAnswer<string>>[] pending = [.. Enumerable.Range(0, 50).Select(_ => Task.Run(() => _probe.GetAsync().AsTask()))];
        (await _probe.NextFetchAsync()).Succeed("a");

        Assert.All(await Task.WhenAll(pending), answer => Assert.Equal("a", answer.Value));
        Assert.Equal(1, _probe.FetchCount);
    }

    [Fact]
    public async Task GetAsync_OtherKeys_DoNotWait()
    {
        Task<CacheAnswer<string>> first = _probe.GetAsync("first").AsTask();
        PendingFetch firstFetch = await _probe.NextFetchAsync();
        Task<CacheAnswer<string>> second = _probe.GetAsync("second").AsTask();
        (await _probe.NextFetchAsync()).Succeed("b");

        Assert.Equal("b", (await second).Value);
        Assert.False(first.IsCompleted);
        firstFetch.Succeed("a");
        Assert.Equal("a", (await first).Value);
    }

    [Fact]
    public async Task GetAsync_OneWaiterLeaves_OthersGetTheValue()
    {
        using var leaving = new CancellationTokenSource();
        Task<CacheAnswer<string>> left = _probe.GetForAsync(leaving.Token);
        Task<CacheAnswer<string>> staying = _probe.GetAsync().AsTask();
        PendingFetch fetch = await _probe.NextFetchAsync();

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.False(fetch.Token.IsCancellationRequested);
        fetch.Succeed("a");
        Assert.Equal("a", (await staying).Value);
    }

    [Fact]
    public async Task GetAsync_LastWaiterLeaves_CancelsFetchAndNextCallerFetches()
    {
        using var leaving = new CancellationTokenSource();
        Task<CacheAnswer<string>> left = _probe.GetForAsync(leaving.Token);
        PendingFetch fetch = await _probe.NextFetchAsync();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        Assert.True(fetch.Token.IsCancellationRequested);
        Task<CacheAnswer<string>> next = _probe.GetAsync().AsTask();
        (await _probe.NextFetchAsync()).Succeed("new");
        Assert.Equal("new", (await next).Value);
        fetch.Throw(new OperationCanceledException(fetch.Token));
        Assert.Equal("new", (await _probe.GetAsync()).Value);
    }

    [Fact]
    public async Task GetAsync_CallerAlreadyCancelled_ThrowsWithoutFetching()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _probe.GetForAsync(new CancellationToken(true)));

        Assert.Equal(0, _probe.FetchCount);
    }

    [Fact]
    public async Task GetAsync_BackgroundRefresh_BelongsToNoRequest()
    {
        await _probe.PutAsync("old");
        _probe.Time.Advance(TimeSpan.FromSeconds(30));
        using var request = new CancellationTokenSource();
        PendingFetch.Ambient.Value = "request";

        await _probe.GetForAsync(request.Token);
        PendingFetch fetch = await _probe.NextFetchAsync();
        await request.CancelAsync();

        Assert.False(fetch.FlowedExecutionContext);
        Assert.False(fetch.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task RefreshAsync_CallerLeavesBackgroundRefresh_DoesNotCancelIt()
    {
        await _probe.PutAsync("old");
        _probe.Time.Advance(TimeSpan.FromSeconds(30));
        await _probe.GetAsync();
        PendingFetch fetch = await _probe.NextFetchAsync();
        using var leaving = new CancellationTokenSource();
        Task<CacheAnswer<string>> joined = _probe.RefreshForAsync(leaving.Token);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => joined);

        Assert.False(fetch.Token.IsCancellationRequested);
    }

    [Fact]
    [Trait("Promise", "P24")]
    public async Task RefreshAsync_Fresh_StillFetches()
    {
        await _probe.PutAsync("old");
        _probe.Immediate = FetchOutcome<string>.Success("new");

        Assert.Equal("new", (await _probe.RefreshAsync()).Value);
        Assert.Equal("old", _probe.LastPrevious);
        Assert.Equal("new", (await _probe.GetAsync()).Value);
    }

    [Fact]
    [Trait("Promise", "RC-11")]
    public async Task RefreshAsync_Fails_ReturnsLastGood()
    {
        await _probe.PutAsync("old");
        _probe.Immediate = FetchOutcome<string>.Failure();

        Assert.Equal(new CacheAnswer<string>("old", CacheFreshness.Fresh, CacheOrigin.Memory), await _probe.RefreshAsync());
    }

    [Fact]
    public async Task GetAsync_LoadEndsBeforeNextStarts_DoesNotFetchAgain()
    {
        _probe.Immediate = FetchOutcome<string>.Success("a");
        _probe.Clock.OnceTimestampIsTaken = () => _ = _probe.RefreshAsync();

        Assert.Equal("a", (await _probe.GetAsync()).Value);
        Assert.Equal(1, _probe.FetchCount);
    }
}
