using Microsoft.Extensions.Caching.Distributed;
using PostHogFeatureManagement.Redis;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Redis;

[Trait("Promise", "RC-05")]
public sealed class RedisDistributedCacheTests : IAsyncLifetime
{
    private static readonly DistributedCacheEntryOptions OneMinute = new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) };
    private static readonly byte[] Abc = [.. "abc"u8];
    private readonly ManualTimeProvider _time = new();
    private RedisServer _server = null!;
    private RedisConnection _connection = null!;
    private RedisDistributedCache _cache = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _connection = _server.Connect("shop:");
        _cache = new RedisDistributedCache(_connection, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task SetAsync_ThenGet_ReturnsTheBytes()
    {
        byte[] value = [0, 1, 255, 13, 10];
        await SetAsync("k", value);

        Assert.Equal(value, await GetAsync("k"));
        Assert.Equal(value, _cache.Get("k"));
        Assert.Null(await GetAsync("other"));
    }

    [Fact]
    public async Task SetAsync_AbsoluteExpiration_WritesTheFormatOfMicrosoftsCache()
    {
        await SetAsync("k", Abc);

        Assert.Equal("+hash", await _server.CommandAsync("TYPE", "shop:k"));
        Assert.Equal(":3", await _server.CommandAsync("HLEN", "shop:k"));
        Assert.Equal($"{_time.GetUtcNow().AddMinutes(1).UtcTicks}", await _server.CommandAsync("HGET", "shop:k", "absexp"));
        Assert.Equal("-1", await _server.CommandAsync("HGET", "shop:k", "sldexp"));
        Assert.Equal("abc", await _server.CommandAsync("HGET", "shop:k", "data"));
        Assert.InRange(int.Parse((await _server.CommandAsync("TTL", "shop:k"))[1..], null), 1, 60);
    }

    [Fact]
    public async Task GetAsync_EntryOfMicrosoftsCache_IsReadAndExtended()
    {
        await _server.CommandAsync("HSET", "shop:k", "absexp", "-1", "sldexp", $"{TimeSpan.FromMinutes(20).Ticks}", "data", "abc");
        await _server.CommandAsync("EXPIRE", "shop:k", "10");

        Assert.Equal(Abc, await GetAsync("k"));
        Assert.InRange(int.Parse((await _server.CommandAsync("TTL", "shop:k"))[1..], null), 600, 1200);
    }

    [Fact]
    public async Task RefreshAsync_SlidingAndAbsolute_ExtendsNoFurtherThanAbsolute()
    {
        var options = new DistributedCacheEntryOptions
        {
            AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(3),
            SlidingExpiration = TimeSpan.FromMinutes(2),
        };
        await _cache.SetAsync("k", [1], options, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(2));

        await _cache.RefreshAsync("k", TestContext.Current.CancellationToken);

        Assert.InRange(int.Parse((await _server.CommandAsync("TTL", "shop:k"))[1..], null), 1, 60);
    }

    [Fact]
    public async Task SetAsync_NoExpirationOverExpiringEntry_LastsForever()
    {
        await SetAsync("k", [1]);
        await _cache.SetAsync("k", [2], new DistributedCacheEntryOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(":-1", await _server.CommandAsync("TTL", "shop:k"));
    }

    [Fact]
    public async Task GetAsync_Expired_ReturnsNull()
    {
        var soon = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMilliseconds(20) };
        await _cache.SetAsync("k", [1], soon, TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(async () => await GetAsync("k") is null);
        Assert.Equal(":0", await _server.CommandAsync("EXISTS", "shop:k"));
    }

    [Fact]
    public async Task RemoveAsync_ExistingKey_DeletesTheEntry()
    {
        await SetAsync("k", [1]);
        await _cache.RemoveAsync("k", TestContext.Current.CancellationToken);

        Assert.Null(await GetAsync("k"));
    }

    [Fact]
    public async Task GetAsync_KeyOfAnotherType_IsAMissUntilTheNextWrite()
    {
        await _server.CommandAsync("SET", "shop:k", "a string");

        Assert.Null(await GetAsync("k"));
        await SetAsync("k", [1]);
        Assert.Equal([1], await GetAsync("k"));
    }

    [Fact]
    public async Task GetAsync_ExpiryIsNotANumber_CountsAsNoExpiry()
    {
        await _server.CommandAsync("HSET", "shop:k", "absexp", "never", "sldexp", "", "data", "abc");

        Assert.Equal(Abc, await GetAsync("k"));
    }

    [Fact]
    public async Task SetAsync_RedisIsFull_ThrowsAndStoresNothing()
    {
        await SetAsync("k", [1]);
        await _server.CommandAsync("CONFIG", "SET", "maxmemory", "1");

        await Assert.ThrowsAnyAsync<Exception>(() => SetAsync("new", [1]));
        Assert.Equal([1], await GetAsync("k"));
        Assert.Equal(":0", await _server.CommandAsync("EXISTS", "shop:new"));
    }

    private Task<byte[]?> GetAsync(string key) => _cache.GetAsync(key, TestContext.Current.CancellationToken);

    private Task SetAsync(string key, byte[] value) => _cache.SetAsync(key, value, OneMinute, TestContext.Current.CancellationToken);
}
