using PostHogFeatureManagement.Fleet.Storage;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Fleet.Lease;

/// <summary>
/// Decides whether and when this instance polls. One instance holds the lease and polls once per interval; all others are candidates. The lease decides who polls
/// and not who may publish, so two holders do no harm. Pure: times are points on the instance's own monotonic clock. Not thread-safe.
/// </summary>
/// <remarks>
/// A candidate looks at the lease:
/// <code>
/// nothing, or nothing that can be read           takes it
/// its own id                                     takes it: the answer to its last attempt was lost
/// released                                       waits until that expires: the last attempt is not yet an interval ago
/// of a holder with a longer interval             takes it over
/// of another holder                              waits until it expires
/// the same bytes for two of its intervals        takes it: they are a dead holder's, in a storage that lets nothing expire
/// while sitting out                              waits
/// </code>
/// It then polls as soon as an interval has passed since the last attempt that it knows of. A holder:
/// <code>
/// a turn, and the start and end of a poll        renews the lease for one and a half intervals
/// the renewal loses                              it is a candidate, and does not poll
/// the storage does not answer                    it polls all the same
/// its keys are refused, or two polls fail        gives the lease up and sits out an interval
/// the application stops                          gives the lease up
/// </code>
/// Without the lease, an instance polls for itself when the storage is away (within one interval), or when it could not use the copy for an interval or two.
/// </remarks>
internal sealed class PollDuty(Guid self, TimeSpan interval, Jitter jitter)
{
    private const double LifeFactor = 1.5;
    private const double AbandonedFactor = 2;
    private const int FailuresToStepDown = 2;

    private TimeSpan _interval = interval;
    private byte[]? _held;
    private long _renewals;
    private int _failures;
    private TimeSpan _pollAt = TimeSpan.MaxValue;
    private TimeSpan? _alonePollAt;
    private TimeSpan _sitsOutUntil = TimeSpan.MinValue;
    private TimeSpan? _lastAttempt;
    private (byte[] Bytes, TimeSpan Since)? _watched;

    public bool IsHolder => _held is not null;

    /// <summary>When a candidate looks at the lease, and a holder renews it.</summary>
    public TimeSpan NextTurn { get; private set; } = TimeSpan.MinValue;

    /// <summary>When this instance polls; <see cref="TimeSpan.MaxValue"/> while others do.</summary>
    public TimeSpan NextPoll
    {
        get
        {
            TimeSpan wanted = IsHolder ? _pollAt : _alonePollAt ?? TimeSpan.MaxValue;
            return wanted > NotBefore ? wanted : NotBefore;
        }
    }

    /// <summary>Nobody asks PostHog before this time.</summary>
    public TimeSpan NotBefore { get; private set; } = TimeSpan.MinValue;

    /// <summary>A candidate has looked. Null for <paramref name="look"/> when the storage did not answer.</summary>
    /// <returns>How to take the lease; null to leave it.</returns>
    public LeaseChange? Look(LeaseLook? look, TimeSpan now)
    {
        if (look is not { } seen)
        {
            NextTurn = now + Soon();
            return null;
        }

        TimeSpan? unchanged = Watch(seen.Bytes, now);
        if (now < _sitsOutUntil)
        {
            NextTurn = _sitsOutUntil;
            return null;
        }

        if (seen.Note is { } note && note.Holder != self && note.Interval <= _interval && unchanged < note.Interval * AbandonedFactor)
        {
            // Many may wait for the same end. A storage that does not say when that is must be asked now and then, and no end is further away than this.
            TimeSpan furthest = note.Interval * AbandonedFactor;
            NextTurn = now + (seen.Remaining is not { } remaining ? Soon() : (remaining < furthest ? remaining : furthest) + (Soon() / 2));
            return null;
        }

        return Hold(seen.Bytes);
    }

    /// <summary>A holder's turn, or the start of its poll.</summary>
    public LeaseChange Renew() => Hold(_held);

    /// <summary>This instance has tried to take or to renew the lease.</summary>
    /// <param name="bytes">What was written.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="now">The time.</param>
    public void Changed(byte[] bytes, ReplaceOutcome outcome, TimeSpan now)
    {
        bool wasHolder = IsHolder;
        switch (outcome)
        {
            case ReplaceOutcome.Replaced:
                _held = bytes;
                NextTurn = now + _interval;
                break;
            case ReplaceOutcome.Lost:
                _held = null;
                NextTurn = wasHolder ? now : now + Soon();
                break;
            default:
                NextTurn = now + Soon();
                break;
        }

        if (!wasHolder && IsHolder)
        {
            _failures = 0;
            _pollAt = _lastAttempt is { } last && last + _interval > now ? last + _interval : now;
        }
    }

    /// <summary>A poll of this instance has ended.</summary>
    /// <param name="result">How.</param>
    /// <param name="begun">When it began.</param>
    /// <param name="wait">How long to wait from its end until the next one.</param>
    /// <param name="now">When it ended.</param>
    /// <returns>The renewal or the release of the lease; null for a candidate.</returns>
    public LeaseChange? Polled(PollResult result, TimeSpan begun, TimeSpan wait, TimeSpan now)
    {
        Noticed(begun);
        _pollAt = now + wait;
        _alonePollAt = _alonePollAt is null ? null : now + wait;
        _failures = result is PollResult.Failed or PollResult.Refused ? _failures + 1 : 0;
        return !IsHolder ? null : result == PollResult.Refused || _failures >= FailuresToStepDown ? StepDown(now) : Renew();
    }

    /// <summary>The application stops, or PostHog is switched off.</summary>
    /// <returns>The release of the lease; null for a candidate.</returns>
    public LeaseChange? Stop(TimeSpan now) => IsHolder ? StepDown(now) : null;

    /// <summary>The interval changes, because flags are checked again or no longer.</summary>
    public void Pace(TimeSpan changed, TimeSpan now)
    {
        bool isShorter = changed < _interval;
        _interval = changed;
        if (isShorter)
        {
            _pollAt = IsHolder ? now : _pollAt;
            NextTurn = now;
        }
    }

    /// <summary>Somebody has polled.</summary>
    public void Noticed(TimeSpan at) => _lastAttempt = _lastAttempt > at ? _lastAttempt : at;

    /// <summary>PostHog must not be asked before this time, as far as is known now.</summary>
    public void Postpone(TimeSpan until) => NotBefore = until;

    /// <summary>The instance has looked at the shared copy.</summary>
    public void Seen(CopySight sight, TimeSpan now)
    {
        switch (sight)
        {
            case CopySight.Served:
                _alonePollAt = null;
                break;
            case CopySight.Alone when _alonePollAt is null:
                _alonePollAt = now + (_interval * jitter.Share);
                _pollAt = _pollAt < _alonePollAt ? _pollAt : _alonePollAt.Value;
                break;
            case CopySight.Unserved:
                _alonePollAt ??= now + (_interval * (1 + jitter.Share));
                break;
            default:
                break;
        }
    }

    /// <summary>How long the same value has been there.</summary>
    private TimeSpan? Watch(byte[]? bytes, TimeSpan now)
    {
        if (bytes is null)
        {
            _watched = null;
        }
        else if (_watched is not { } watched || !watched.Bytes.AsSpan().SequenceEqual(bytes))
        {
            _watched = (bytes, now);
        }

        return now - _watched?.Since;
    }

    /// <summary>Until the last attempt is an interval ago, a value without a holder keeps everybody from polling.</summary>
    private LeaseChange StepDown(TimeSpan now)
    {
        byte[]? held = _held;
        _held = null;
        _sitsOutUntil = now + _interval;
        NextTurn = _sitsOutUntil;
        TimeSpan rest = (_lastAttempt ?? now - _interval) + _interval - now;
        TimeSpan life = rest > TimeSpan.FromMilliseconds(1) ? rest : TimeSpan.FromMilliseconds(1);
        return new LeaseChange(held, new LeaseNote(Guid.Empty, life, ++_renewals), life);
    }

    private LeaseChange Hold(byte[]? expected) => new(expected, new LeaseNote(self, _interval, ++_renewals), _interval * LifeFactor);

    /// <summary>Spread, so that candidates do not act together: from a fifth to three tenths of the interval.</summary>
    private TimeSpan Soon() => _interval * (0.2 + (jitter.Share / 10));
}
