using PostHogFeatureManagement.Fleet.Storage;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Fleet.Storage;

[Trait("Promise", "DF-04")]
public sealed class CacheBackendTests
{
    private readonly FakeDistributedCache _cache = new(new ManualTimeProvider());
    private readonly CacheBackend _backend;

    public CacheBackendTests() => _backend = new CacheBackend(_cache);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReplaceAsync_Expected_DecidesWhoWins()
    {
        Assert.True(await ReplaceAsync(null, [1]));
        Assert.False(await ReplaceAsync(null, [2]));
        Assert.False(await ReplaceAsync([3], [2]));
        Assert.True(await ReplaceAsync([1], [2]));
        Assert.Equal([2], (await _backend.ReadAsync("a", Token)).Bytes);
        Assert.Equal(TimeSpan.FromMinutes(1), _cache.LifetimeOf("a"));
        Assert.False(_backend.IsStrict);
    }

    [Fact]
    public async Task ReplaceAsync_OtherWritesBeforeTheSecondRead_Loses()
    {
        int operations = 0;
        _cache.Before = _ =>
        {
            if (++operations == 3)
            {
                _cache["a"] = [7];
            }

            return Task.CompletedTask;
        };

        Assert.False(await ReplaceAsync(null, [1]));
        Assert.Equal([7], _cache["a"]);
    }

    [Fact]
    public async Task ReplaceAsync_CacheLosesTheWrite_Loses()
    {
        int operations = 0;
        _cache.Before = _ =>
        {
            if (++operations == 3)
            {
                _cache.Lose("a");
            }

            return Task.CompletedTask;
        };

        Assert.False(await ReplaceAsync(null, [1]));
    }

    [Fact]
    public async Task ReadAsync_AnyCache_SaysNothingOfLifeAndTime()
    {
        await ReplaceAsync(null, [1]);

        StoredValue value = await _backend.ReadAsync("a", Token);

        Assert.Null(value.Remaining);
        Assert.Null(value.Now);
    }

    private Task<bool> ReplaceAsync(byte[]? expected, byte[] value) => _backend.ReplaceAsync("a", expected, value, TimeSpan.FromMinutes(1), Token);
}
