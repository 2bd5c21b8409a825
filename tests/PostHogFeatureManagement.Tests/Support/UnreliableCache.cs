using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>A distributed cache that several instances share; it can be made to fail or to hang.</summary>
internal sealed class UnreliableCache(TimeProvider clock) : IDistributedCache
{
    private readonly ConcurrentDictionary<string, (byte[] Value, DateTimeOffset Expires)> _entries = new();

    public Exception? Failure { get; set; }

    /// <summary>When set, operations end only when it does, whatever their token says.</summary>
    public TaskCompletionSource? Hanging { get; set; }

    public Arrivals Operations { get; } = new();

    public IReadOnlyCollection<string> Keys => [.. _entries.Keys];

    public byte[]? Get(string key) => _entries.TryGetValue(key, out var entry) && entry.Expires > clock.GetUtcNow() ? entry.Value : null;

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await OperateAsync();
        return Get(key);
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset? relative = options.AbsoluteExpirationRelativeToNow is { } life ? now + life : null;
        _entries[key] = (value, options.AbsoluteExpiration ?? relative ?? DateTimeOffset.MaxValue);
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await OperateAsync();
        Set(key, value, options);
    }

    public void Refresh(string key)
    {
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => OperateAsync();

    public void Remove(string key) => _entries.TryRemove(key, out _);

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        await OperateAsync();
        Remove(key);
    }

    private async Task OperateAsync()
    {
        Operations.Add();
        if (Failure is not null)
        {
            throw Failure;
        }

        if (Hanging is not null)
        {
            await Hanging.Task;
        }
    }
}
