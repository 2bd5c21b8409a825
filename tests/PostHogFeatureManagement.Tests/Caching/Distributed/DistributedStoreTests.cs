using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Caching.Distributed;

[Trait("Promise", "RC-10")]
public sealed class DistributedStoreTests : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMilliseconds(250);
    private readonly ManualTimeProvider _time = new();
    private readonly FakeDistributedCache _cache;
    private readonly DistributedStore _store;
    private readonly CancellationTokenSource _end = new();

    public DistributedStoreTests()
    {
        _cache = new FakeDistributedCache(_time) { ["k"] = [1, 2, 3] };
        _store = new DistributedStore(_cache, TimeLimit, _time, NullLogger.Instance, ValueCipher.None);
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    [Fact]
    public async Task SetAsync_Healthy_ValueCanBeRead()
    {
        Assert.True(await _store.SetAsync("new", [7], TimeSpan.FromMinutes(1)));
        Assert.Equal([7], await GetAsync("new"));
        Assert.Equal(TimeSpan.FromMinutes(1), _cache.LifetimeOf("new"));
    }

    [Fact]
    public async Task GetAsync_NoCache_Misses()
    {
        var none = new DistributedStore(null, TimeLimit, _time, NullLogger.Instance, ValueCipher.None);

        Assert.False(none.Exists);
        Assert.Null(await none.GetAsync("k", CancellationToken.None));
        Assert.False(await none.SetAsync("k", [1], TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task GetAsync_CacheIgnoresToken_EndsAtTimeout()
    {
        _cache.Before = _ => Task.Delay(Timeout.Infinite, _end.Token);

        Task<byte[]?> pending = GetAsync("k");
        await _time.TimerDueInAsync(TimeLimit);
        Assert.False(pending.IsCompleted);
        _time.Advance(TimeLimit);

        Assert.Null(await pending);
    }

    [Fact]
    public async Task GetAsync_CacheBlocksThread_EndsAtTimeout()
    {
        using var released = new ManualResetEventSlim();
        _cache.Before = _ =>
        {
            released.Wait(_end.Token);
            return Task.CompletedTask;
        };

        Task<byte[]?> pending = GetAsync("k");
        await _time.TimerDueInAsync(TimeLimit);
        _time.Advance(TimeLimit);

        Assert.Null(await pending);
        released.Set();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetAsync_CacheThrows_Misses(bool synchronously)
    {
        _cache.Before = _ => synchronously ? throw new InvalidOperationException("down") : Task.FromException(new InvalidOperationException("down"));

        Assert.Null(await GetAsync("k"));
        Assert.False(await _store.SetAsync("k", [1], TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task GetAsync_CallerLeaves_EndsAtOnceWithoutCounting()
    {
        _cache.Before = _ => Task.Delay(Timeout.Infinite, _end.Token);
        for (int i = 0; i < DistributedStore.FailuresToPause + 1; i++)
        {
            using var caller = new CancellationTokenSource();
            Task<byte[]?> pending = _store.GetAsync("k", caller.Token).AsTask();
            await caller.CancelAsync();
            Assert.Null(await pending);
        }

        Assert.False(_store.IsPaused);
    }

    [Fact]
    public async Task GetAsync_AfterThreeFailures_DoesNotCallCache()
    {
        await FailAsync();
        int calls = _cache.Gets;

        ValueTask<byte[]?> skipped = _store.GetAsync("k", CancellationToken.None);

        Assert.True(_store.IsPaused);
        Assert.True(skipped.IsCompletedSuccessfully);
        Assert.Null(await skipped);
        Assert.False(await _store.SetAsync("k", [1], TimeSpan.FromMinutes(1)));
        Assert.Equal(calls, _cache.Gets);
    }

    [Fact]
    public async Task GetAsync_AfterPause_SendsOneProbeWithoutWaiting()
    {
        await FailAsync();
        _cache.Before = _ => Task.Delay(Timeout.Infinite, _end.Token);
        int calls = _cache.Gets;
        _time.Advance(DistributedStore.Pause);

        Assert.True(GetAsync("k").IsCompletedSuccessfully);
        Assert.True(GetAsync("k").IsCompletedSuccessfully);

        await Eventually.TrueAsync(() => _cache.Gets == calls + 1);
    }

    [Fact]
    public async Task GetAsync_ProbeSucceeds_UsesCacheAgain()
    {
        await FailAsync();
        _cache.Works();
        _time.Advance(DistributedStore.Pause);
        await GetAsync("k");

        await Eventually.TrueAsync(() => !_store.IsPaused);
        Assert.Equal([1, 2, 3], await GetAsync("k"));
    }

    [Fact]
    public async Task GetAsync_OneFailureBetweenSuccesses_ChangesNothing()
    {
        for (int i = 0; i < 10; i++)
        {
            _cache.Fails();
            await GetAsync("k");
            _cache.Works();
            Assert.NotNull(await GetAsync("k"));
        }

        Assert.False(_store.IsPaused);
    }

    [Fact]
    public async Task GetAsync_TooManyInFlight_MissesAtOnce()
    {
        _cache.Before = _ => Task.Delay(Timeout.Infinite, _end.Token);
        Task<byte[]?>[] pending = [.. Enumerable.Range(0, DistributedCalls.MaxOutstanding).Select(_ => GetAsync("k"))];

        Assert.Null(await GetAsync("k"));

        Assert.All(pending, task => Assert.False(task.IsCompleted));
        Assert.False(_store.IsPaused);
    }

    [Fact]
    public async Task GetAsync_CallsNeverEnd_CacheIsUsedAgain()
    {
        _cache.Before = _ => Task.Delay(Timeout.Infinite, _end.Token);
        Task<byte[]?>[] pending = [.. Enumerable.Range(0, DistributedCalls.MaxOutstanding - 1).Select(_ => GetAsync("k"))];
        _time.Advance(TimeLimit);
        await Task.WhenAll(pending);
        Assert.True(_store.IsPaused);

        _cache.Works();
        _time.Advance(DistributedStore.Pause);
        await GetAsync("k");
        await Eventually.TrueAsync(() => !_store.IsPaused);

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync("k"))), Assert.NotNull);
    }

    [Fact]
    public async Task GetAsync_TwoReadsWithOneDeadline_ShareTimeout()
    {
        DistributedDeadline deadline = _store.StartDeadline();
        _time.Advance(TimeSpan.FromMilliseconds(200));
        _cache.Before = _ => Task.Delay(Timeout.Infinite, _end.Token);

        Task<byte[]?> pending = _store.GetAsync("k", deadline, CancellationToken.None).AsTask();
        await _time.TimerDueInAsync(TimeSpan.FromMilliseconds(50));
        _time.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Null(await pending);
    }

    private Task<byte[]?> GetAsync(string key) => _store.GetAsync(key, CancellationToken.None).AsTask();

    private async Task FailAsync()
    {
        _cache.Fails();
        for (int i = 0; i < DistributedStore.FailuresToPause; i++)
        {
            await GetAsync("k");
        }
    }
}
