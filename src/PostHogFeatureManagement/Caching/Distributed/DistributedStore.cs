using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// Protects checks from the application's distributed cache: every operation ends within its time-out, nothing throws, and a failing cache gets no calls.
/// Thread-safe.
/// </summary>
internal sealed class DistributedStore(IDistributedCache? cache, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    public const int FailuresToPause = 3;
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ProbeGate _gate = new(time, FailuresToPause, Pause, Pause);
    private readonly DistributedCalls _calls = new();

    /// <summary>Whether there is a distributed cache.</summary>
    public bool Exists => cache is not null;

    /// <summary>The kind of cache, for messages; null when there is none.</summary>
    public string? CacheName => cache?.GetType().Name;

    /// <summary>Whether the cache gets no calls at the moment because it failed.</summary>
    public bool IsPaused => _gate.IsPaused;

    public DistributedDeadline StartDeadline() => new(time, timeout);

    /// <summary>The value; null when there is none, when reading fails, or when <paramref name="cancellationToken"/> is cancelled.</summary>
    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => GetAsync(key, StartDeadline(), cancellationToken);

    /// <inheritdoc cref="GetAsync(string, CancellationToken)"/>
    public ValueTask<byte[]?> GetAsync(string key, DistributedDeadline deadline, CancellationToken cancellationToken)
    {
        if (cache is null)
        {
            return default;
        }

        ProbeAdmission admission = _gate.Enter();
        if (admission == ProbeAdmission.Call)
        {
            return new(CallAsync((cache, key), static (read, token) => read.cache.GetAsync(read.key, token), admission, deadline.Remaining, cancellationToken));
        }

        if (admission == ProbeAdmission.Probe)
        {
            // No check waits for a probe.
            _ = CallAsync((cache, key), static (read, token) => read.cache.GetAsync(read.key, token), admission, timeout, CancellationToken.None);
        }

        return default;
    }

    /// <summary>Stores a value; false when that fails. Do not change the array afterwards.</summary>
    public Task<bool> SetAsync(string key, byte[] value, TimeSpan lifetime)
    {
        if (cache is null)
        {
            return Task.FromResult(false);
        }

        ProbeAdmission admission = _gate.Enter();
        if (admission == ProbeAdmission.Skip)
        {
            return Task.FromResult(false);
        }

        var options = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = lifetime };
        return CallAsync(
            (cache, key, value, options),
            static async (write, token) =>
            {
                await write.cache.SetAsync(write.key, write.value, write.options, token).ConfigureAwait(false);
                return true;
            },
            admission,
            timeout,
            CancellationToken.None);
    }

    private async Task<TResult?> CallAsync<TState, TResult>(
        TState state,
        Func<TState, CancellationToken, Task<TResult>> call,
        ProbeAdmission admission,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        CancellationToken token = linked.Token;
        Task<TResult>? started = _calls.TryStart((state, call, token), static start => start.call(start.state, start.token));
        if (started is null)
        {
            return default;
        }

        try
        {
            TResult result = await started.WaitAsync(token).ConfigureAwait(false);
            if (_gate.Succeeded(admission))
            {
                _calls.Forget();
                logger.DistributedCacheRecovered();
            }

            return result;
        }
        catch (Exception exception) when (exception.IsCancelledBy(cancellationToken))
        {
            return default;
        }
        catch (Exception exception)
        {
            if (_gate.Failed(admission))
            {
                logger.DistributedCachePaused(Pause.TotalSeconds, exception);
            }

            return default;
        }
    }
}
