using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Caching.Distributed;

[Trait("Promise", "RS-05")]
public class SharedBreakerBoardTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeDistributedCache _cache;

    public SharedBreakerBoardTests() => _cache = new FakeDistributedCache(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PutAsync_SeveralInstances_AreAllRead()
    {
        SharedBreakerMarker first = Marker(60);
        SharedBreakerMarker second = Marker(30);

        await Board().PutAsync(first, Token);
        await Board().PutAsync(second, Token);

        Assert.Equal([second, first], await Board().ReadAsync(Token));
    }

    [Fact]
    public async Task PutAsync_SameInstanceAgain_ReplacesItsMarker()
    {
        SharedBreakerMarker marker = Marker(60);
        SharedBreakerMarker later = marker with { OpenUntil = marker.OpenUntil + TimeSpan.FromSeconds(60) };
        await Board().PutAsync(marker, Token);

        await Board().PutAsync(later, Token);

        Assert.Equal([later], await Board().ReadAsync(Token));
    }

    [Fact]
    public async Task PutAsync_ExpiredAndImplausibleMarkers_AreDropped()
    {
        _cache[SharedBreakerKey.For(Options())] = SharedBreakerFormat.Write([Marker(-1), Marker(7200)]);
        SharedBreakerMarker fresh = Marker(60);

        await Board().PutAsync(fresh, Token);

        Assert.Equal([fresh], await Board().ReadAsync(Token));
    }

    [Fact]
    public async Task PutAsync_LastMarkerExpired_CacheIsEmpty()
    {
        await Board().PutAsync(Marker(60), Token);
        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Empty(await Board().ReadAsync(Token));
        Assert.Null(await _cache.GetAsync(SharedBreakerKey.For(Options()), Token));
    }

    [Fact]
    public async Task ReadAsync_CacheFails_IsEmpty()
    {
        await Board().PutAsync(Marker(60), Token);
        _cache.Fails();

        Assert.Empty(await Board().ReadAsync(Token));
        await Board().PutAsync(Marker(60), Token);
    }

    [Fact]
    [Trait("Promise", "RC-10")]
    public async Task ReadAsync_CacheHangs_TimesOutThenPauses()
    {
        _cache.Hangs();
        SharedBreakerBoard board = Board();
        for (int i = 1; i <= DistributedBreaker.FailuresToOpen; i++)
        {
            Task<IReadOnlyList<SharedBreakerMarker>> read = board.ReadAsync(Token);
            await _cache.Operations.ReachAsync(i);
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            Assert.Empty(await read);
        }

        Assert.Empty(await board.ReadAsync(Token));

        Assert.Equal(DistributedBreaker.FailuresToOpen, _cache.Operations.Count);
    }

    [Fact]
    public async Task ReadAsync_CallerLeaves_IsEmptyAtOnce()
    {
        _cache.Hangs();
        using var leaving = new CancellationTokenSource();

        Task<IReadOnlyList<SharedBreakerMarker>> read = Board().ReadAsync(leaving.Token);
        await leaving.CancelAsync();

        Assert.Empty(await read);
    }

    [Fact]
    public void IsShared_NoDistributedCache_IsFalse()
    {
        Assert.False(Board(null).IsShared);
        Assert.True(Board().IsShared);
    }

    [Fact]
    [Trait("Promise", "SC-01")]
    public void Key_ProjectAndHost_SeparateBoardsWithoutRevealingThem()
    {
        string key = SharedBreakerKey.For(Options());

        Assert.Matches("^posthog:breaker:[0-9a-f]{24}$", key);
        Assert.NotEqual(key, SharedBreakerKey.For(Options(token: "phc_other")));
        Assert.NotEqual(key, SharedBreakerKey.For(Options(host: "https://eu.i.posthog.com")));
        Assert.Equal(key, SharedBreakerKey.For(Options(host: "https://us.i.posthog.com/ ")));
    }

    private SharedBreakerMarker Marker(int seconds) => new(Guid.NewGuid(), _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));

    private SharedBreakerBoard Board() => Board(_cache);

    private SharedBreakerBoard Board(IDistributedCache? cache) =>
        new(new DistributedStore(cache, TimeSpan.FromMilliseconds(250), _clock, NullLogger.Instance), Options(), _clock);

    private static PostHogFeatureManagementOptions Options(string token = "phc_x", string host = "https://us.i.posthog.com") =>
        new() { ProjectToken = token, HostUrl = host };
}
