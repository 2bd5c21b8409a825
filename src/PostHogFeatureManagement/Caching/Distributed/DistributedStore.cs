using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// The application's distributed cache at arm's length: every operation ends within its time-out, none ever throws, and while the cache fails it is left alone.
/// Safe for concurrent use.
/// </summary>
internal sealed class DistributedStore(IDistributedCache? cache, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    private readonly DistributedBreaker _breaker = new(time);
    private readonly DistributedCalls _calls = new();

    /// <summary>Whether there is a distributed cache.</summary>
    public bool Exists => cache is not null;

    /// <summary>Whether it is left alone at the moment because it failed.</summary>
    public bool IsPaused => _breaker.IsOpen;

    public DistributedDeadline StartDeadline() => new(time, timeout);

    /// <summary>The value, or null when there is none, it cannot be had, or <paramref name="cancellationToken"/> was cancelled.</summary>
    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => GetAsync(key, StartDeadline(), cancellationToken);

    /// <inheritdoc cref="GetAsync(string, CancellationToken)"/>
    public ValueTask<byte[]?> GetAsync(string key, DistributedDeadline deadline, CancellationToken cancellationToken)
    {
        if (cache is null)
        {
            return default;
        }

        DistributedAdmission admission = _breaker.Enter();
        if (admission == DistributedAdmission.Call)
        {
            return new(CallAsync((cache, key), static (read, token) => read.cache.GetAsync(read.key, token), admission, deadline.Remaining, cancellationToken));
        }

        if (admission == DistributedAdmission.Probe)
        {
            // Nobody waits for a probe: whether the cache is back is found out at nobody's cost.
            _ = CallAsync((cache, key), static (read, token) => read.cache.GetAsync(read.key, token), admission, timeout, CancellationToken.None);
        }

        return default;
    }

    /// <summary>Stores a value; false when it could not be. The array must not be changed afterwards.</summary>
    public Task<bool> SetAsync(string key, byte[] value, TimeSpan lifetime)
    {
        var options = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = lifetime };
        return WriteAsync(
            (cache, key, value, options),
            static async (write, token) =>
            {
                await write.cache!.SetAsync(write.key, write.value, write.options, token).ConfigureAwait(false);
                return true;
            });
    }

    /// <summary>Removes a value; false when it could not be.</summary>
    public Task<bool> RemoveAsync(string key) => WriteAsync(
        (cache, key),
        static async (write, token) =>
        {
            await write.cache!.RemoveAsync(write.key, token).ConfigureAwait(false);
            return true;
        });

    private Task<bool> WriteAsync<TState>(TState state, Func<TState, CancellationToken, Task<bool>> write)
    {
        if (cache is null)
        {
            return Task.FromResult(false);
        }

        DistributedAdmission admission = _breaker.Enter();
        return admission == DistributedAdmission.Skip
            ? Task.FromResult(false)
            : CallAsync(state, write, admission, timeout, CancellationToken.None);
    }

    private async Task<TResult?> CallAsync<TState, TResult>(
        TState state,
        Func<TState, CancellationToken, Task<TResult>> call,
        DistributedAdmission admission,
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
            if (_breaker.Succeeded(admission))
            {
                _calls.Forget();
                Log.DistributedCacheRecovered(logger);
            }

            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return default;
        }
        catch (Exception exception)
        {
            if (_breaker.Failed())
            {
                Log.DistributedCachePaused(logger, DistributedBreaker.Pause.TotalSeconds, exception);
            }

            return default;
        }
    }
}
