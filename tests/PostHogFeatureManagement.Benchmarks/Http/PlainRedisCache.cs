using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>The least an application's distributed cache on Redis can be: no time-outs and no protection of its own.</summary>
internal sealed class PlainRedisCache(string address) : IDistributedCache, IDisposable
{
    private readonly ConnectionMultiplexer _connection = ConnectionMultiplexer.Connect(address);

    private IDatabase Database => _connection.GetDatabase();

    public byte[]? Get(string key) => Database.StringGet(key);

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) => await Database.StringGetAsync(key);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => Database.StringSet(key, value, options.AbsoluteExpirationRelativeToNow);

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        Database.StringSetAsync(key, value, options.AbsoluteExpirationRelativeToNow);

    public void Refresh(string key)
    {
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    public void Remove(string key) => Database.KeyDelete(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => Database.KeyDeleteAsync(key);

    public void Dispose() => _connection.Dispose();
}
