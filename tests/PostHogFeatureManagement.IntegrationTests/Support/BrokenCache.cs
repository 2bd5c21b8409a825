using Microsoft.Extensions.Caching.Distributed;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>A distributed cache that always fails, either synchronously or in its tasks.</summary>
internal sealed class BrokenCache(bool throwsAtOnce) : IDistributedCache
{
    public byte[]? Get(string key) => throw Failure();

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => throwsAtOnce ? throw Failure() : Task.FromException<byte[]?>(Failure());

    public void Refresh(string key) => throw Failure();

    public Task RefreshAsync(string key, CancellationToken token = default) => FailAsync();

    public void Remove(string key) => throw Failure();

    public Task RemoveAsync(string key, CancellationToken token = default) => FailAsync();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw Failure();

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) => FailAsync();

    private static InvalidOperationException Failure() => new("The cache is broken.");

    private Task FailAsync() => throwsAtOnce ? throw Failure() : Task.FromException(Failure());
}
