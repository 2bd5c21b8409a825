using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>A distributed cache with whatever a case puts there. It answers at once and forgets nothing.</summary>
internal sealed class RandomStore : IDistributedCache
{
    private readonly ConcurrentDictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, byte[]> Values => _values;

    public byte[]? Get(string key) => _values.GetValueOrDefault(key);

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

    public void Set(string key, byte[] value) => _values[key] = value;

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => Set(key, value);

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        Set(key, value);
        return Task.CompletedTask;
    }

    public void Refresh(string key)
    {
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    public void Remove(string key) => _values.TryRemove(key, out _);

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        Remove(key);
        return Task.CompletedTask;
    }
}
