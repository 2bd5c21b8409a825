namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>
/// The calls made since PostHog's last good answer, of which there is only a number. A call beyond it waits: for a good answer, which lets as many go again, for a caller
/// who leaves and gives the place back, or for the circuit to open. A failed call keeps its place, so that a PostHog that has failed is not asked more often than this,
/// however many callers there are. Safe for concurrent use.
/// </summary>
internal sealed class AttemptSlots(int limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<Slot?>> _waiting = new();
    private long _round;
    private int _taken;
    private int _failed;

    /// <summary>Takes a place, at once or when there is one. Null when the circuit has opened instead.</summary>
    public ValueTask<Slot?> EnterAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_taken < limit)
            {
                _taken++;
                return new(new Slot(_round));
            }

            var waiter = new TaskCompletionSource<Slot?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiter);
            return new(WaitAsync(waiter, cancellationToken));
        }
    }

    /// <summary>The call is over. True when the last of all places has failed, so that nothing is left to wait for.</summary>
    public bool Exit(Slot place, HealthSignal evidence)
    {
        lock (_lock)
        {
            if (evidence == HealthSignal.Success)
            {
                StartRound_NeedsLock();
                Admit_NeedsLock();
                return false;
            }

            if (place.Round != _round)
            {
                return false;
            }

            if (evidence == HealthSignal.Failure)
            {
                return ++_failed == limit;
            }

            _taken--;
            Admit_NeedsLock();
            return false;
        }
    }

    /// <summary>The circuit has opened: whoever waits is sent away, and all begins anew.</summary>
    public void Dismiss()
    {
        lock (_lock)
        {
            StartRound_NeedsLock();
            while (_waiting.TryDequeue(out TaskCompletionSource<Slot?>? waiter))
            {
                waiter.TrySetResult(null);
            }
        }
    }

    private async Task<Slot?> WaitAsync(TaskCompletionSource<Slot?> waiter, CancellationToken cancellationToken)
    {
        try
        {
            return await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A place that was given at this very moment goes to the next.
            if (!waiter.TrySetCanceled(CancellationToken.None) && await waiter.Task.ConfigureAwait(false) is Slot place)
            {
                Exit(place, HealthSignal.None);
            }

            throw;
        }
    }

    private void StartRound_NeedsLock()
    {
        _round++;
        _taken = 0;
        _failed = 0;
    }

    private void Admit_NeedsLock()
    {
        while (_taken < limit && _waiting.TryDequeue(out TaskCompletionSource<Slot?>? waiter))
        {
            // Whoever has left in the meantime does not take the place.
            _taken += waiter.TrySetResult(new Slot(_round)) ? 1 : 0;
        }
    }
}
