namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>
/// The places for calls under way. A call that finds no place waits in line until one is free, until it is no longer wanted, or until the circuit opens.
/// Thread-safe.
/// </summary>
internal sealed class Places(int limit)
{
    private readonly Lock _lock = new();
    private readonly WaitingLine<WireFailure> _line = new();
    private int _taken;

    /// <summary>Takes a place, at once or when one is free. A probe always gets one.</summary>
    /// <param name="isProbe">Whether the call probes if PostHog is back.</param>
    /// <param name="wanted">Cancelled when the call need not begin any more.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns><see cref="WireFailure.None"/>, or why the call must not begin.</returns>
    public ValueTask<WireFailure> EnterAsync(bool isProbe, CancellationToken wanted, CancellationToken cancellationToken)
    {
        TaskCompletionSource<WireFailure> turn;
        lock (_lock)
        {
            if (isProbe || _taken < limit)
            {
                _taken++;
                return new(WireFailure.None);
            }

            if (wanted.IsCancellationRequested)
            {
                return new(WireFailure.Overloaded);
            }

            turn = _line.Join_NeedsLock();
        }

        return new(WaitAsync(turn, wanted, cancellationToken));
    }

    /// <summary>Gives a place to the next in line.</summary>
    public void Exit()
    {
        lock (_lock)
        {
            // A probe may have made it one place too many.
            if (_taken > limit || !_line.ServeNext_NeedsLock(WireFailure.None))
            {
                _taken--;
            }
        }
    }

    /// <summary>Sends the whole line away.</summary>
    public void Dismiss(WireFailure why)
    {
        lock (_lock)
        {
            _line.ServeAll_NeedsLock(why);
        }
    }

    private static async Task<WireFailure> WaitAsync(TaskCompletionSource<WireFailure> turn, CancellationToken wanted, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration unwanted = wanted.UnsafeRegister(
            static state => ((TaskCompletionSource<WireFailure>)state!).TrySetResult(WireFailure.Overloaded), turn);
        using CancellationTokenRegistration left = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<WireFailure>)state!).TrySetCanceled(token), turn);
        return await turn.Task.ConfigureAwait(false);
    }
}
