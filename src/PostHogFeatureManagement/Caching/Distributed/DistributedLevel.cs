using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Caching.Memory;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>Values of one kind in the distributed cache. A failed read is a miss, and writes are best effort. Nothing throws.</summary>
internal sealed class DistributedLevel<T>
    where T : class
{
    private readonly DistributedStore _store;
    private readonly ICacheCodec<T> _codec;
    private readonly CacheEnvelope _envelope;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _lifetime;
    private readonly string _keyStart;
    private long _ignoredUntil = long.MinValue;

    public DistributedLevel(
        DistributedStore store,
        ICacheCodec<T> codec,
        CacheHasher hasher,
        string keyPrefix,
        TimeSpan lifetime,
        TimeProvider time,
        ILogger logger)
    {
        _logger = logger;
        _store = store;
        _codec = codec;
        _envelope = new CacheEnvelope(hasher, codec.FormatVersion);
        _time = time;
        _lifetime = lifetime;
        _keyStart = FormattableString.Invariant($"{keyPrefix}:{codec.Kind}{codec.FormatVersion}{(store.Encrypts ? "e" : string.Empty)}:");
    }

    /// <summary>The key in the distributed cache: prefix, kind with format version, an "e" for encrypted values, hash.</summary>
    public string KeyText(CacheKey key) => string.Concat(_keyStart, key.ToString());

    /// <returns>The value. Without one, why: a constant of <see cref="TelemetryTags.CacheResults"/>, or null when no caller waited any longer.</returns>
    public async ValueTask<(CacheRecord<T>? Found, string? Without)> ReadAsync(CacheKey key, CancellationToken cancellationToken)
    {
        DistributedDeadline deadline = _store.StartDeadline();
        StoredBytes read = await _store.ReadAsync(KeyText(key), deadline, cancellationToken).ConfigureAwait(false);
        CacheRecord<T>? found = read.Bytes is { } data ? await OpenAsync(key, data, deadline, cancellationToken).ConfigureAwait(false) : null;
        return (found, found is not null || cancellationToken.IsCancellationRequested ? null : read.Without ?? TelemetryTags.CacheResults.Miss);
    }

    /// <summary>Writes after <paramref name="previousWrite"/> ended, to keep the writes of one key in order.</summary>
    public async Task WriteAsync(CacheKey key, T value, bool isBrief, Task previousWrite)
    {
        byte[]? data = Encode(key, value, isBrief);
        await previousWrite.ConfigureAwait(false);
        if (data is not null)
        {
            await _store.SetAsync(KeyText(key), data, _lifetime).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// From now on, values made before this time count as missing in this process. They cannot be listed and removed, so they stay until they expire.
    /// </summary>
    public void IgnoreOlderThan(DateTimeOffset time) => Volatile.Write(ref _ignoredUntil, time.UtcTicks);

    private async ValueTask<CacheRecord<T>?> OpenAsync(CacheKey key, byte[] data, DistributedDeadline deadline, CancellationToken cancellationToken)
    {
        if (!_envelope.TryOpen(key, data, out DateTimeOffset createdAt, out bool isBrief, out ReadOnlyMemory<byte> body))
        {
            return null;
        }

        TimeSpan age = _time.GetUtcNow() - createdAt;
        if (age > _lifetime || createdAt.UtcTicks <= Volatile.Read(ref _ignoredUntil))
        {
            return null;
        }

        T? value = await DecodeAsync(body, deadline, cancellationToken).ConfigureAwait(false);
        if (value is null)
        {
            return null;
        }

        // The clock of another instance may be ahead, but no value is younger than new.
        double seconds = Math.Max(0, age.TotalSeconds);
        return new CacheRecord<T>(value, _time.GetTimestamp() - (long)(seconds * _time.TimestampFrequency), isBrief);
    }

    private byte[]? Encode(CacheKey key, T value, bool isBrief)
    {
        try
        {
            return _envelope.Seal(key, value, _time.GetUtcNow(), isBrief, _codec);
        }
        catch (Exception exception)
        {
            _logger.CacheCodecFailed(exception);
            return null;
        }
    }

    private async ValueTask<T?> DecodeAsync(ReadOnlyMemory<byte> body, DistributedDeadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await _codec.ReadAsync(body, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The entry passed its checksum, so the fault is here and not in the cache.
            _logger.CacheCodecFailed(exception);
            return null;
        }
    }
}
