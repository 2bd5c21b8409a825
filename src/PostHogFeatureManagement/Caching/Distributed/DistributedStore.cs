using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// Protects checks from the application's distributed cache: every operation ends within its time-out, nothing throws, and a failing cache gets no calls.
/// Thread-safe.
/// </summary>
internal sealed class DistributedStore(IDistributedCache? cache, TimeSpan timeout, TimeProvider time, ILogger logger, ValueCipher cipher)
{
    public const int FailuresToPause = CallGuard.FailuresToPause;
    public static readonly TimeSpan Pause = CallGuard.Pause;

    private readonly CallGuard _guard = new(
        time,
        exception => logger.DistributedCachePaused(Pause.TotalSeconds, exception),
        logger.DistributedCacheRecovered);

    /// <summary>Whether there is a distributed cache.</summary>
    public bool Exists => cache is not null;

    /// <summary>The kind of cache, for messages; null when there is none.</summary>
    public string? CacheName => cache?.GetType().Name;

    /// <summary>Whether values are encrypted.</summary>
    public bool Encrypts => cipher.IsOn;

    /// <summary>Whether the cache gets no calls at the moment because it failed.</summary>
    public bool IsPaused => _guard.IsPaused;

    public DistributedDeadline StartDeadline() => new(time, timeout);

    /// <summary>The value; null when there is none, when reading fails, or when <paramref name="cancellationToken"/> is cancelled.</summary>
    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => GetAsync(key, StartDeadline(), cancellationToken);

    /// <inheritdoc cref="GetAsync(string, CancellationToken)"/>
    public async ValueTask<byte[]?> GetAsync(string key, DistributedDeadline deadline, CancellationToken cancellationToken) =>
        (await ReadAsync(key, deadline, cancellationToken).ConfigureAwait(false)).Bytes;

    /// <summary>The value, or why there is none.</summary>
    public ValueTask<StoredBytes> ReadAsync(string key, DistributedDeadline deadline, CancellationToken cancellationToken)
    {
        if (cache is null)
        {
            return new(StoredBytes.Of(null));
        }

        ProbeAdmission admission = _guard.Enter();
        if (admission == ProbeAdmission.Call)
        {
            return new(ReadAsync(cache, key, admission, deadline.Remaining, cancellationToken));
        }

        if (admission == ProbeAdmission.Probe)
        {
            // No check waits for a probe.
            _ = ReadAsync(cache, key, admission, timeout, CancellationToken.None);
        }

        return new(StoredBytes.Skipped);
    }

    /// <summary>Stores a value; false when that fails. Do not change the array afterwards.</summary>
    public Task<bool> SetAsync(string key, byte[] value, TimeSpan lifetime)
    {
        if (cache is null)
        {
            return Task.FromResult(false);
        }

        ProbeAdmission admission = _guard.Enter();
        if (admission == ProbeAdmission.Skip)
        {
            return Task.FromResult(false);
        }

        var options = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = lifetime };
        return _guard.CallAsync(
            (cache, key, value, options, cipher),
            static async (write, token) =>
            {
                if (write.cipher.Encrypt(write.value) is not { } bytes)
                {
                    return false;
                }

                await write.cache.SetAsync(write.key, bytes, write.options, token).ConfigureAwait(false);
                return true;
            },
            otherwise: false,
            admission,
            timeout,
            CancellationToken.None);
    }

    private Task<StoredBytes> ReadAsync(IDistributedCache from, string key, ProbeAdmission admission, TimeSpan limit, CancellationToken cancellationToken) =>
        _guard.CallAsync(
            (from, key, cipher),
            static async (read, token) =>
                StoredBytes.Of(await read.from.GetAsync(read.key, token).ConfigureAwait(false) is { } bytes ? read.cipher.Decrypt(bytes) : null),
            otherwise: StoredBytes.Failed,
            admission,
            limit,
            cancellationToken);
}
