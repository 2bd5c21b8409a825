using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Caching.Memory;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Caching;

/// <summary>A cache of strings on a manual clock, with a source whose fetches the test completes one by one.</summary>
internal sealed class CacheProbe
{
    public static readonly CacheLifetimes Default =
        new(TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), TimeSpan.FromHours(24), TimeSpan.FromSeconds(5));

    private readonly ConcurrentQueue<PendingFetch> _fetches = new();
    private int _fetchCount;

    public CacheProbe(
        CacheLifetimes? lifetimes = null,
        int sizeLimit = 100,
        DistributedLevel<string>? distributed = null,
        ManualTimeProvider? time = null,
        long memoryLimit = long.MaxValue)
    {
        Time = time ?? new ManualTimeProvider();
        Clock = new ProbeClock(Time);
        var limits = new CacheLimits<string>(sizeLimit, memoryLimit, static value => value.Length);
        Cache = new TwoLevelCache<string>(lifetimes ?? Default, limits, distributed, TestMetrics.Create(), Clock, NullLogger.Instance);
    }

    public ManualTimeProvider Time { get; }

    /// <summary>The clock of the cache.</summary>
    public ProbeClock Clock { get; }

    public TwoLevelCache<string> Cache { get; }

    /// <summary>If set, fetches end at once with this outcome. Otherwise, the test ends them.</summary>
    public FetchOutcome<string>? Immediate { get; set; }

    public int FetchCount => Volatile.Read(ref _fetchCount);

    public string? LastPrevious { get; private set; }

    public static CacheKey Key(string name)
    {
        var builder = new CacheKeyBuilder(stackalloc byte[64]);
        builder.Add(name);
        CacheKey key = builder.Build(new CacheHasher(null));
        builder.Dispose();
        return key;
    }

    public ValueTask<CacheAnswer<string>> GetAsync(string key = "k") => Cache.GetAsync(Key(key), this, Fetch, Timeout.InfiniteTimeSpan, CancellationToken.None);

    public Task<CacheAnswer<string>> GetForAsync(CancellationToken caller) => Cache.GetAsync(Key("k"), this, Fetch, Timeout.InfiniteTimeSpan, caller).AsTask();

    /// <summary>Asks as a caller who waits for this long.</summary>
    public Task<CacheAnswer<string>> GetWithinAsync(TimeSpan waitAtMost, CancellationToken caller = default) =>
        Cache.GetAsync(Key("k"), this, Fetch, waitAtMost, caller).AsTask();

    public Task<CacheAnswer<string>> RefreshAsync(string key = "k") =>
        Cache.RefreshAsync(Key(key), this, Fetch, Timeout.InfiniteTimeSpan, CancellationToken.None);

    public Task<CacheAnswer<string>> RefreshForAsync(CancellationToken caller) => Cache.RefreshAsync(Key("k"), this, Fetch, Timeout.InfiniteTimeSpan, caller);

    public Task<CacheAnswer<string>> RefreshWithinAsync(TimeSpan waitAtMost) =>
        Cache.RefreshAsync(Key("k"), this, Fetch, waitAtMost, CancellationToken.None);

    public async Task<CacheAnswer<string>> PutAsync(string value, string key = "k")
    {
        Immediate = FetchOutcome<string>.Success(value);
        CacheAnswer<string> answer = await RefreshAsync(key);
        Immediate = null;
        return answer;
    }

    /// <summary>The next fetch in flight.</summary>
    public async Task<PendingFetch> NextFetchAsync()
    {
        PendingFetch? fetch = null;
        await Eventually.TrueAsync(() => _fetches.TryDequeue(out fetch));
        return fetch!;
    }

    private static readonly CacheFetch<CacheProbe, string> Fetch =
        static (probe, previous, placeToken, token) => probe.BeginFetch(previous, placeToken, token);

    private Task<FetchOutcome<string>> BeginFetch(string? previous, CancellationToken placeToken, CancellationToken cancellationToken)
    {
        LastPrevious = previous;
        Interlocked.Increment(ref _fetchCount);
        if (Immediate is { } outcome)
        {
            return Task.FromResult(outcome);
        }

        var fetch = new PendingFetch(placeToken, cancellationToken);
        _fetches.Enqueue(fetch);
        return fetch.Task;
    }
}
