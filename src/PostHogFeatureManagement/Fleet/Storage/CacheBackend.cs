using Microsoft.Extensions.Caching.Distributed;

namespace PostHogFeatureManagement.Fleet.Storage;

/// <summary>
/// Shared values in any distributed cache. Such a cache cannot compare and set, so a replacement is a read, a write and a second read. Two instances that do it at
/// the same time may both succeed. The second read shows the loser of most such races that it lost. There are no announcements.
/// </summary>
internal sealed class CacheBackend(IDistributedCache cache) : IFleetBackend
{
    /// <summary>Null when there is no cache.</summary>
    public static CacheBackend? Over(IDistributedCache? cache) => cache is null ? null : new CacheBackend(cache);

    public string Name => cache.GetType().Name;

    public bool IsStrict => false;

    /// <summary>Memcached takes 1 MB and Cosmos DB 2 MB; compressed definitions of thousands of flags have less.</summary>
    public int MaxValueSize => 1_000_000;

    public async Task<StoredValue> ReadAsync(string name, CancellationToken cancellationToken) =>
        new(await cache.GetAsync(name, cancellationToken).ConfigureAwait(false), Remaining: null, Now: null);

    public async Task<bool> ReplaceAsync(string name, byte[]? expected, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (!await HoldsAsync(name, expected, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var options = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = lifetime };
        await cache.SetAsync(name, value, options, cancellationToken).ConfigureAwait(false);
        return await HoldsAsync(name, value, cancellationToken).ConfigureAwait(false);
    }

    public bool IsListening(string channel) => false;

    public Task ListenAsync(string channel, Action<byte[]> heard) => Task.CompletedTask;

    public Task AnnounceAsync(string channel, byte[] message) => Task.CompletedTask;

    private async Task<bool> HoldsAsync(string name, byte[]? value, CancellationToken cancellationToken)
    {
        byte[]? stored = await cache.GetAsync(name, cancellationToken).ConfigureAwait(false);
        return stored is null ? value is null : value is not null && stored.AsSpan().SequenceEqual(value);
    }
}
