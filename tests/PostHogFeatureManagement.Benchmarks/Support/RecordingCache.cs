using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace PostHogFeatureManagement.Benchmarks.Support;

/// <summary>A distributed cache whose values can be inspected.</summary>
/// <param name="expected">The number of values to wait for.</param>
internal sealed class RecordingCache(int expected) : IDistributedCache
{
    private readonly ConcurrentDictionary<string, byte[]> _values = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _isFull = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyDictionary<string, byte[]> Values => _values;

    /// <summary>Completes when the expected number of values has been written.</summary>
    public Task FullAsync() => _isFull.Task.WaitAsync(TimeSpan.FromSeconds(10));

    public byte[]? Get(string key) => _values.GetValueOrDefault(key);

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        _values[key] = value;
        if (_values.Count >= expected)
        {
            _isFull.TrySetResult();
        }
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        Set(key, value, options);
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
