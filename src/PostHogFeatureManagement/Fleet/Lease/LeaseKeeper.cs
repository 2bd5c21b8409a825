using PostHogFeatureManagement.Fleet.Storage;

namespace PostHogFeatureManagement.Fleet.Lease;

/// <summary>Does with the stored lease what <see cref="PollDuty"/> decides. Nothing throws. Thread-safe.</summary>
internal sealed class LeaseKeeper(FleetStorage storage, FleetScope scope, PollDuty duty, TimeProvider time) : IDisposable
{
    private readonly FleetSeal _seal = scope.Definitions("lease");
    private readonly long _origin = time.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>This instance's own monotonic clock.</summary>
    public TimeSpan Now => time.GetElapsedTime(_origin);

    public bool IsHolder => Ask(static (duty, _) => duty.IsHolder);

    /// <summary>How long until this instance polls; <see cref="TimeSpan.MaxValue"/> while others do.</summary>
    public TimeSpan UntilPoll => Until(Ask(static (duty, _) => duty.NextPoll));

    /// <summary>How long until PostHog may be asked.</summary>
    public TimeSpan UntilAllowed => Until(Ask(static (duty, _) => duty.NotBefore));

    /// <summary>How long until <see cref="TurnAsync"/> has something to do.</summary>
    public TimeSpan UntilTurn => Until(Ask(static (duty, _) => duty.NextTurn));

    /// <summary>Has the duty know something.</summary>
    public void Tell(Action<PollDuty, TimeSpan> what)
    {
        lock (_lock)
        {
            what(duty, Now);
        }
    }

    /// <summary>Renews the lease, or tries to get it.</summary>
    public async Task TurnAsync(CancellationToken cancellationToken)
    {
        LeaseLook? look = IsHolder ? null : await LookAsync(cancellationToken).ConfigureAwait(false);
        await ChangeAsync((duty, now) => duty.IsHolder ? duty.Renew() : duty.Look(look, now), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Renews the lease before a poll; false when this instance held it and another has it now.</summary>
    public async Task<bool> BeginPollAsync(CancellationToken cancellationToken)
    {
        bool wasHolder = IsHolder;
        await ChangeAsync(static (duty, _) => duty.IsHolder ? duty.Renew() : null, cancellationToken).ConfigureAwait(false);
        return IsHolder == wasHolder;
    }

    /// <summary>Renews the lease after a poll, or gives it up.</summary>
    public Task EndPollAsync(PollResult result, TimeSpan begun, TimeSpan wait, CancellationToken cancellationToken) =>
        ChangeAsync((duty, now) => duty.Polled(result, begun, wait, now), cancellationToken);

    /// <summary>Gives the lease up.</summary>
    public Task StopAsync() => ChangeAsync(static (duty, now) => duty.Stop(now), CancellationToken.None);

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<LeaseLook?> LookAsync(CancellationToken cancellationToken)
    {
        StoredValue? read = await storage.ReadAsync(_seal.Name, cancellationToken).ConfigureAwait(false);
        return read is { } value ? new LeaseLook(value.Bytes, LeaseNote.Read(_seal.Open(value.Bytes).Span), value.Remaining) : null;
    }

    private async Task ChangeAsync(Func<PollDuty, TimeSpan, LeaseChange?> decide, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Ask(decide) is not { } change)
            {
                return;
            }

            byte[] bytes = _seal.Close(change.Note.Write());
            ReplaceOutcome outcome = await storage.ReplaceAsync(_seal.Name, change.Expected, bytes, change.Life, cancellationToken).ConfigureAwait(false);
            if (!change.Note.IsReleased)
            {
                Tell((duty, now) => duty.Changed(bytes, outcome, now));
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private T Ask<T>(Func<PollDuty, TimeSpan, T> question)
    {
        lock (_lock)
        {
            return question(duty, Now);
        }
    }

    private TimeSpan Until(TimeSpan point)
    {
        TimeSpan now = Now;
        return point <= now ? TimeSpan.Zero : point == TimeSpan.MaxValue ? TimeSpan.MaxValue : point - now;
    }
}
