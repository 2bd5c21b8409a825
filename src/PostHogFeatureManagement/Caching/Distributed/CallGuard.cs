using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// Protects this process from a store outside it: every call ends within its time-out, nothing throws, and a store that fails gets no calls for a while.
/// Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="paused">Called with the cause when a pause begins.</param>
/// <param name="recovered">Called when a pause ends.</param>
internal sealed class CallGuard(TimeProvider time, Action<Exception> paused, Action recovered)
{
    public const int FailuresToPause = 3;
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ProbeGate _gate = new(time, FailuresToPause, Pause, Pause);
    private readonly DistributedCalls _calls = new();

    /// <summary>Whether there are no calls at the moment because the store failed.</summary>
    public bool IsPaused => _gate.IsPaused;

    /// <summary>Whether to make a call. Pass the answer on to the call.</summary>
    public ProbeAdmission Enter() => _gate.Enter();

    /// <summary>
    /// Makes a call; <paramref name="otherwise"/> when it fails, takes longer than <paramref name="limit"/> or <paramref name="cancellationToken"/> is cancelled.
    /// </summary>
    public async Task<TResult> CallAsync<TState, TResult>(
        TState state,
        Func<TState, CancellationToken, Task<TResult>> call,
        TResult otherwise,
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
            return otherwise;
        }

        try
        {
            TResult result = await started.WaitAsync(token).ConfigureAwait(false);
            if (_gate.Succeeded(admission))
            {
                _calls.Forget();
                recovered();
            }

            return result;
        }
        catch (Exception exception) when (exception.IsCancelledBy(cancellationToken))
        {
            return otherwise;
        }
        catch (Exception exception)
        {
            if (_gate.Failed(admission))
            {
                paused(exception);
            }

            return otherwise;
        }
    }
}
