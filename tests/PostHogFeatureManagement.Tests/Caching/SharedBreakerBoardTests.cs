using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Caching;

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
    public async Task PutAsync_ExpiredAndAbsurdMarkers_AreDropped()
    {
        _cache[SharedBreakerKey.For(Options())] = SharedBreakerFormat.Write([Marker(-1), Marker(7200)]);
        SharedBreakerMarker fresh = Marker(60);

        await Board().PutAsync(fresh, Token);

        Assert.Equal([fresh], await Board().ReadAsync(Token));
    }

    [Fact]
    public async Task PutAsync_LastMarkerExpired_LeavesNothingInTheCache()
    {
        await Board().PutAsync(Marker(60), Token);
        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Empty((await Board().ReadAsync(Token))!);
        Assert.Null(await _cache.GetAsync(SharedBreakerKey.For(Options()), Token));
    }

    [Fact]
    public async Task ReadAsync_CacheFails_IsNull()
    {
        _cache.Fails();

        Assert.Null(await Board().ReadAsync(Token));
        await Board().PutAsync(Marker(60), Token);
    }

    [Fact]
    [Trait("Promise", "RC-10")]
    public async Task ReadAsync_CacheHangs_GivesUpAndStartsNothingElseMeanwhile()
    {
        TaskCompletionSource end = _cache.Hangs();
        SharedBreakerBoard board = Board();

        Task<IReadOnlyList<SharedBreakerMarker>?> read = board.ReadAsync(Token);
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Null(await read);
        Assert.Null(await board.ReadAsync(Token));
        Assert.Equal(1, _cache.Operations.Count);

        end.SetResult();
        _cache.Works();
        Assert.NotNull(await board.ReadAsync(Token));
    }

    [Fact]
    public async Task ReadAsync_CallerCancels_Throws()
    {
        _cache.Hangs();
        using var leaving = new CancellationTokenSource();

        Task<IReadOnlyList<SharedBreakerMarker>?> read = Board().ReadAsync(leaving.Token);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public void IsShared_CacheWithinTheProcess_IsFalse()
    {
        var memory = new MemoryDistributedCache(Microsoft.Extensions.Options.Options.Create(new MemoryDistributedCacheOptions()));

        Assert.False(Board(memory).IsShared);
        Assert.True(Board().IsShared);
    }

    [Fact]
    [Trait("Promise", "SC-01")]
    public void Key_ProjectAndHost_SeparateBoardsAndStayUnreadable()
    {
        string key = SharedBreakerKey.For(Options());

        Assert.Matches("^posthog:breaker:[0-9a-f]{24}$", key);
        Assert.NotEqual(key, SharedBreakerKey.For(Options(token: "phc_other")));
        Assert.NotEqual(key, SharedBreakerKey.For(Options(host: "https://eu.i.posthog.com")));
        Assert.Equal(key, SharedBreakerKey.For(Options(host: "https://us.i.posthog.com/ ")));
    }

    private SharedBreakerMarker Marker(int seconds) => new(Guid.NewGuid(), _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));

    private SharedBreakerBoard Board(IDistributedCache? cache = null) =>
        new(Microsoft.Extensions.Options.Options.Create(Options()), _clock, cache ?? _cache);

    private static PostHogFeatureManagementOptions Options(string token = "phc_x", string host = "https://us.i.posthog.com") =>
        new() { ProjectToken = token, HostUrl = host };
}
