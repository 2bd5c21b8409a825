namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>
/// Limits the attempts made since PostHog's last good answer. When all slots are taken, an attempt waits until a good answer frees all slots, until a caller
/// leaves and gives its slot back, or until the circuit opens. A failed attempt keeps its slot. So a failing PostHog gets no more attempts than there are
/// slots, however many callers there are. Thread-safe.
/// </summary>
internal sealed class AttemptSlots(int limit)
{
    /// <summary>How many attempts may be made after PostHog's last good answer, unless the failure ratio needs more of them.</summary>
    public const int MaxUnconfirmed = 16;

    private readonly Lock _lock = new();
    private readonly WaitingLine<Slot?> _line = new();
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

            return new(WaitAsync(_line.Join_NeedsLock(), cancellationToken));
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
            _line.ServeAll_NeedsLock(null);
        }
    }

    /// <summary>A slot that is assigned while the caller leaves is used all the same: the attempt ends at once and gives it back.</summary>
    private static async Task<Slot?> WaitAsync(TaskCompletionSource<Slot?> turn, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration left = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<Slot?>)state!).TrySetCanceled(token), turn);
        return await turn.Task.ConfigureAwait(false);
    }

    private void StartRound_NeedsLock()
    {
        _round++;
        _taken = 0;
        _failed = 0;
    }

    private void Admit_NeedsLock()
    {
        while (_taken < limit && _line.ServeNext_NeedsLock(new Slot(_round)))
        {
            _taken++;
        }
    }
}
