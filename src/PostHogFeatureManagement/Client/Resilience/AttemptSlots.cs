namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>
/// Limits the attempts made since PostHog's last good answer. When all slots are taken, an attempt waits until a good answer frees all slots, until a caller
/// leaves and gives its slot back, or until the circuit opens. A failed attempt keeps its slot. So a failing PostHog gets no more attempts than there are
/// slots, however many callers there are. Thread-safe.
/// </summary>
internal sealed class AttemptSlots(int limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<Slot?>> _waiting = new();
    private long _round;
    private int _taken;
    private int _failed;

    /// <summary>Takes a slot, at once or when one is free. Null when the circuit opened instead.</summary>
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

    /// <summary>Ends an attempt. True when the attempts in all slots have failed, so waiting is pointless.</summary>
    public bool Exit(Slot slot, HealthSignal signal)
    {
        lock (_lock)
        {
            if (signal == HealthSignal.Success)
            {
                StartRound_NeedsLock();
                Admit_NeedsLock();
                return false;
            }

            if (slot.Round != _round)
            {
                return false;
            }

            if (signal == HealthSignal.Failure)
            {
                return ++_failed == limit;
            }

            _taken--;
            Admit_NeedsLock();
            return false;
        }
    }

    /// <summary>Ends all waiting attempts because the circuit opened, and frees all slots.</summary>
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
            // The slot may have been assigned at this very moment. It goes to the next attempt.
            if (!waiter.TrySetCanceled(CancellationToken.None) && await waiter.Task.ConfigureAwait(false) is Slot slot)
            {
                Exit(slot, HealthSignal.None);
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
            // A caller who left in the meantime takes no slot.
            _taken += waiter.TrySetResult(new Slot(_round)) ? 1 : 0;
        }
    }
}
