using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Caching.Memory;
using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Caching;

/// <summary>
/// Values in this process and, if there is one, in the distributed cache. A value is fresh, then stale (used while it is refreshed in the
/// background), then fail-safe (used when refreshing fails), then gone. Each key has one load at a time. Thread-safe.
/// Only the caller's own cancellation throws.
/// </summary>
internal sealed partial class TwoLevelCache<T>
    where T : class
{
    private readonly CacheLifetimes _lifetimes;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DistributedLevel<T>? _distributed;
    private readonly CacheLimits<T> _limits;
    private readonly PostHogMetrics _metrics;
    private volatile CacheMemory<T> _memory;

    public TwoLevelCache(CacheLifetimes lifetimes, CacheLimits<T> limits, DistributedLevel<T>? distributed, PostHogMetrics metrics, TimeProvider time, ILogger logger)
    {
        _lifetimes = lifetimes;
        _limits = limits;
        _time = time;
        _logger = logger;
        _distributed = distributed;
        _metrics = metrics;
        _memory = new CacheMemory<T>(limits, metrics);
        metrics.ObserveCache(() => Count);
    }

    /// <summary>How many keys this process has.</summary>
    public int Count => _memory.Count;

    /// <summary>About how many bytes they take.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>
    /// The value of a key, from the nearest level that has it, or else fetched. A fresh or stale value in this process is returned at once and allocates
    /// nothing. With a fresh time of zero, every call fetches for itself and nothing is kept.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="state">What the fetch needs.</param>
    /// <param name="fetch">Asks the source.</param>
    /// <param name="waitAtMost">
    /// How long the caller waits for a load. When that is over, it gets the last good value if there is one, and the load goes on. <see
    /// cref="Timeout.InfiniteTimeSpan"/> waits to the end, and zero waits for the distributed level only.
    /// </param>
    /// <param name="cancellationToken">Cancels this caller's wait only.</param>
    public ValueTask<CacheAnswer<T>> GetAsync<TState>(
        CacheKey key, TState state, CacheFetch<TState, T> fetch, TimeSpan waitAtMost, CancellationToken cancellationToken)
    {
        if (!_lifetimes.AreKept)
        {
            return new(LoadAsync(NotKept(key), state, fetch, mustFetch: true, waitAtMost, cancellationToken));
        }

        CacheSlot<T> slot = _memory.GetOrAdd(key);
        CacheRecord<T>? record = slot.Record;
        long now = _time.GetTimestamp();
        if (AnswerFromMemory(record, slot.Failure, now) is { } answer)
        {
            _metrics.CacheAsked(TelemetryTags.CacheLevels.Memory, ResultOf(answer.Freshness, record?.Value is not null));
            return new(answer);
        }

        if (FreshnessOf(record, now) == CacheFreshness.Stale)
        {
            RefreshInBackground(slot, state, fetch);
            _metrics.CacheAsked(TelemetryTags.CacheLevels.Memory, TelemetryTags.CacheResults.Stale);
            return new(new CacheAnswer<T>(record!.Value, CacheFreshness.Stale, CacheOrigin.Memory));
        }

        _metrics.CacheAsked(TelemetryTags.CacheLevels.Memory, TelemetryTags.CacheResults.Miss);
        return new(LoadAsync(slot, state, fetch, mustFetch: false, waitAtMost, cancellationToken));
    }

    /// <summary>What this process has for a key. It loads nothing, keeps nothing longer, and does not ask the distributed level.</summary>
    public CacheGlance<T> Peek(CacheKey key)
    {
        if (!_lifetimes.AreKept || _memory.Peek(key) is not { } slot)
        {
            return default;
        }

        CacheRecord<T>? record = slot.Record;
        long now = _time.GetTimestamp();
        return new CacheGlance<T>(
            record?.Value,
            FreshnessOf(record, now),
            record is null ? null : _time.GetElapsedTime(record.CreatedAt, now),
            slot.Failure is { } failure && now < failure.Until ? failure.Instead : null);
    }

    /// <summary>
    /// Fetches a newer value whatever the cache has, or joins a fetch in flight. If the fetch fails, it returns the last good value with its remaining
    /// freshness.
    /// </summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<CacheAnswer<T>> RefreshAsync<TState>(
        CacheKey key, TState state, CacheFetch<TState, T> fetch, TimeSpan waitAtMost, CancellationToken cancellationToken) =>
        LoadAsync(_lifetimes.AreKept ? _memory.GetOrAdd(key) : NotKept(key), state, fetch, mustFetch: true, waitAtMost, cancellationToken);

    /// <summary>Forgets everything in this process and ignores earlier values of the distributed level. Loads in flight do not bring old values back.</summary>
    public void Clear()
    {
        _distributed?.IgnoreOlderThan(_time.GetUtcNow());
        CacheMemory<T> old = Interlocked.Exchange(ref _memory, new CacheMemory<T>(_limits, _metrics));
        foreach (CacheSlot<T> slot in old.Slots())
        {
            slot.Invalidate();
        }
    }

    /// <summary>An answer that needs no load: a fresh value, or the last good one while a failure is remembered.</summary>
    private CacheAnswer<T>? AnswerFromMemory(CacheRecord<T>? record, FetchFailure<T>? failure, long now)
    {
        CacheFreshness freshness = FreshnessOf(record, now);
        if (freshness == CacheFreshness.Fresh)
        {
            return new CacheAnswer<T>(record!.Value, CacheFreshness.Fresh, CacheOrigin.Memory);
        }

        return failure is not null && now < failure.Until ? LastGood(record, freshness, failure.Instead) : null;
    }

    /// <summary>A slot for one load. It stores nothing.</summary>
    private static CacheSlot<T> NotKept(CacheKey key)
    {
        var slot = new CacheSlot<T>(key, memory: null);
        slot.Invalidate();
        return slot;
    }

    private CacheFreshness FreshnessOf(CacheRecord<T>? record, long now) =>
        record is null ? CacheFreshness.None : _lifetimes.FreshnessOf(_time.GetElapsedTime(record.CreatedAt, now), record.IsBrief, record.Value is not null);

    private static string ResultOf(CacheFreshness freshness, bool hasValue) => freshness switch
    {
        _ when !hasValue => TelemetryTags.CacheResults.Negative,
        CacheFreshness.Fresh => TelemetryTags.CacheResults.Hit,
        CacheFreshness.Stale => TelemetryTags.CacheResults.Stale,
        CacheFreshness.FailSafe => TelemetryTags.CacheResults.FailSafe,
        _ => TelemetryTags.CacheResults.Negative,
    };

    private static CacheAnswer<T> LastGood(CacheRecord<T>? record, CacheFreshness freshness, T? instead) =>
        freshness == CacheFreshness.None
            ? new(instead, CacheFreshness.None, CacheOrigin.Fetched)
            : new(record!.Value, freshness, CacheOrigin.Memory);
}
