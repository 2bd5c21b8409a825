using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>A distributed cache on the test's clock, for any number of instances. It can fail or hang on demand. The synchronous methods throw.</summary>
internal sealed class FakeDistributedCache(TimeProvider time) : IDistributedCache
{
    private readonly ConcurrentDictionary<string, (byte[] Value, DateTimeOffset ExpiresAt)> _entries = new(StringComparer.Ordinal);
    private int _gets;
    private int _sets;
    private int _setsDone;

    /// <summary>Runs before each operation of the cache.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = Nothing;

    /// <summary>Counts the operations that have begun.</summary>
    public Arrivals Operations { get; } = new();

    public int Gets => Volatile.Read(ref _gets);

    public int Sets => Volatile.Read(ref _sets);

    public int SetsDone => Volatile.Read(ref _setsDone);

    public ICollection<string> Keys => _entries.Keys;

    private static Func<CancellationToken, Task> Nothing { get; } = static _ => Task.CompletedTask;

    public byte[] this[string key]
    {
        get => _entries[key].Value;
        set => _entries[key] = (value, DateTimeOffset.MaxValue);
    }

    public void Fails() => Before = static _ => Task.FromException(new InvalidOperationException("The cache is down."));

    /// <summary>From now on, an operation ends only when the test completes the source, even if its token is cancelled.</summary>
    public TaskCompletionSource Hangs()
    {
        var end = new TaskCompletionSource();
        Before = _ => end.Task;
        return end;
    }

    public void Works() => Before = Nothing;

    public TimeSpan LifetimeOf(string key) => _entries[key].ExpiresAt - time.GetUtcNow();

    public void Lose(string key) => _entries.TryRemove(key, out _);

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        Interlocked.Increment(ref _gets);
        await BeginAsync(token);
        return _entries.TryGetValue(key, out (byte[] Value, DateTimeOffset ExpiresAt) entry) && entry.ExpiresAt > time.GetUtcNow() ? entry.Value : null;
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        Interlocked.Increment(ref _sets);
        await BeginAsync(token);
        _entries[key] = (value, time.GetUtcNow() + options.AbsoluteExpirationRelativeToNow!.Value);
        Interlocked.Increment(ref _setsDone);
    }

    public byte[]? Get(string key) => throw new NotSupportedException();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

    public void Remove(string key) => throw new NotSupportedException();

    public Task RemoveAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    public void Refresh(string key) => throw new NotSupportedException();

    public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    private Task BeginAsync(CancellationToken token)
    {
        Operations.Add();
        return Before(token);
    }
}
