namespace PostHogFeatureManagement.Client;

/// <summary>
/// The state behind the slow-call breaker: one call that takes the threshold or longer opens it, whatever its answer; so do calls that fail one after the other and PostHog's own
/// wish to be left alone. While it is open nothing goes out and refused calls do not prolong it. After the pause exactly one call probes, and only its fast success closes.
/// </summary>
internal sealed class SlowCallGate(TimeSpan threshold, TimeSpan breakDuration, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private BreakerState _state;
    private BreakerCause _cause;
    private long _openUntil;
    private long _probe;

    public TimeSpan BreakDuration => breakDuration;

    public GateStatus Status
    {
        get
        {
            lock (_lock)
            {
                if (_state == BreakerState.Closed)
                {
                    return new GateStatus(BreakerState.Closed, BreakerCause.None, TimeSpan.Zero);
                }

                TimeSpan remaining = Remaining_NeedsLock();
                return remaining > TimeSpan.Zero
                    ? new GateStatus(BreakerState.Open, _cause, remaining)
                    : new GateStatus(BreakerState.HalfOpen, _cause, TimeSpan.Zero);
            }
        }
    }

    /// <summary>Null when the call must not be made.</summary>
    public GatePass? TryEnter()
    {
        lock (_lock)
        {
            if (_state == BreakerState.Closed)
            {
                return new GatePass(timeProvider.GetTimestamp(), 0);
            }

            if (_state == BreakerState.HalfOpen || Remaining_NeedsLock() > TimeSpan.Zero)
            {
                return null;
            }

            _state = BreakerState.HalfOpen;
            return new GatePass(timeProvider.GetTimestamp(), ++_probe);
        }
    }

    /// <summary>Whether a call that ends now with this pass is a slow one, apart from the time it waited for others.</summary>
    public bool IsSlow(GatePass pass, TimeSpan waited = default) => timeProvider.GetElapsedTime(pass.EnteredAt) - waited >= threshold;

    public GateChange Exit(GatePass pass, CallEvidence evidence, bool isSlow)
    {
        lock (_lock)
        {
            if (isSlow)
            {
                return Open_NeedsLock(BreakerCause.SlowCall);
            }

            // A probe that was overtaken by a slow call of before has no say any more.
            if (!pass.IsProbe || pass.Probe != _probe || _state != BreakerState.HalfOpen)
            {
                return GateChange.None;
            }

            switch (evidence)
            {
                case CallEvidence.Success:
                    _state = BreakerState.Closed;
                    return GateChange.Closed;
                case CallEvidence.Failure:
                    return Open_NeedsLock(BreakerCause.Failures);
                default:
                    // The pause is over all the same: the next call probes.
                    _state = BreakerState.Open;
                    return GateChange.None;
            }
        }
    }

    /// <summary>Opens because nothing but failures has come for too many calls.</summary>
    /// <returns>Whether it was closed before.</returns>
    public bool OpenForFailures()
    {
        lock (_lock)
        {
            return _state == BreakerState.Closed && Open_NeedsLock(BreakerCause.Failures) == GateChange.Opened;
        }
    }

    /// <summary>Opens because PostHog asked to be left alone, unless it is left alone for longer anyway.</summary>
    /// <returns>Whether it was closed before.</returns>
    public bool PauseFor(TimeSpan duration)
    {
        lock (_lock)
        {
            bool wasClosed = _state == BreakerState.Closed;
            if (duration <= TimeSpan.Zero || (!wasClosed && Remaining_NeedsLock() >= duration))
            {
                return false;
            }

            _state = BreakerState.Open;
            _cause = BreakerCause.RetryAfter;
            _openUntil = After(duration);
            return wasClosed;
        }
    }

    /// <summary>Opens because another instance did, and never for longer than this instance would have. A probe under way is left to find out.</summary>
    /// <returns>Whether it was closed before.</returns>
    public bool OpenElsewhere(TimeSpan remaining)
    {
        lock (_lock)
        {
            remaining = remaining < breakDuration ? remaining : breakDuration;
            if (_state == BreakerState.HalfOpen || remaining <= TimeSpan.Zero)
            {
                return false;
            }

            bool wasClosed = _state == BreakerState.Closed;
            TimeSpan present = wasClosed ? TimeSpan.Zero : Remaining_NeedsLock();
            if (remaining > present)
            {
                // While this instance's own reason lasts, it stays the reason.
                _cause = present > TimeSpan.Zero ? _cause : BreakerCause.OtherInstance;
                _state = BreakerState.Open;
                _openUntil = After(remaining);
            }

            return wasClosed;
        }
    }

    private GateChange Open_NeedsLock(BreakerCause cause)
    {
        bool wasClosed = _state == BreakerState.Closed;
        _state = BreakerState.Open;
        _cause = cause;
        _openUntil = After(breakDuration);
        return wasClosed ? GateChange.Opened : GateChange.Reopened;
    }

    private TimeSpan Remaining_NeedsLock() => timeProvider.GetElapsedTime(timeProvider.GetTimestamp(), _openUntil);

    private long After(TimeSpan delay) =>
        timeProvider.GetTimestamp() + (long)(delay.TotalSeconds * timeProvider.TimestampFrequency);
}
