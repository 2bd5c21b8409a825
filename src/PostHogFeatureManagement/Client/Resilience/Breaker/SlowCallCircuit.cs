namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>
/// The state behind the slow-call breaker: one call that takes the threshold or longer opens it, whatever its answer; so do calls that fail one after the other and PostHog's own
/// wish to be left alone. While it is open nothing goes out and refused calls do not prolong it. After the pause exactly one call probes, and only its fast success closes.
/// </summary>
internal sealed class SlowCallCircuit(TimeSpan threshold, TimeSpan breakDuration, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private BreakerState _state;
    private BreakerCause _cause;
    private long _openUntil;
    private long _probe;

    public TimeSpan BreakDuration => breakDuration;

    public CircuitStatus Status
    {
        get
        {
            lock (_lock)
            {
                if (_state == BreakerState.Closed)
                {
                    return new CircuitStatus(BreakerState.Closed, BreakerCause.None, TimeSpan.Zero);
                }

                TimeSpan remaining = Remaining_NeedsLock();
                return remaining > TimeSpan.Zero
                    ? new CircuitStatus(BreakerState.Open, _cause, remaining)
                    : new CircuitStatus(BreakerState.HalfOpen, _cause, TimeSpan.Zero);
            }
        }
    }

    /// <summary>Null when the call must not be made.</summary>
    public CircuitPass? TryEnter()
    {
        lock (_lock)
        {
            if (_state == BreakerState.Closed)
            {
                return new CircuitPass(timeProvider.GetTimestamp(), 0);
            }

            if (_state == BreakerState.HalfOpen || Remaining_NeedsLock() > TimeSpan.Zero)
            {
                return null;
            }

            _state = BreakerState.HalfOpen;
            return new CircuitPass(timeProvider.GetTimestamp(), ++_probe);
        }
    }

    /// <summary>Whether a call that ends now with this pass is a slow one, apart from the time it waited for others.</summary>
    public bool IsSlow(CircuitPass pass, TimeSpan waited = default) => timeProvider.GetElapsedTime(pass.EnteredAt) - waited >= threshold;

    public CircuitChange Exit(CircuitPass pass, HealthSignal evidence, bool isSlow)
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
                return CircuitChange.None;
            }

            switch (evidence)
            {
                case HealthSignal.Success:
                    _state = BreakerState.Closed;
                    return CircuitChange.Closed;
                case HealthSignal.Failure:
                    return Open_NeedsLock(BreakerCause.Failures);
                default:
                    // The pause is over all the same: the next call probes.
                    _state = BreakerState.Open;
                    return CircuitChange.None;
            }
        }
    }

    /// <summary>Opens because nothing but failures has come for too many calls.</summary>
    /// <returns>Whether it was closed before.</returns>
    public bool OpenForFailures()
    {
        lock (_lock)
        {
            return _state == BreakerState.Closed && Open_NeedsLock(BreakerCause.Failures) == CircuitChange.Opened;
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

    private CircuitChange Open_NeedsLock(BreakerCause cause)
    {
        bool wasClosed = _state == BreakerState.Closed;
        _state = BreakerState.Open;
        _cause = cause;
        _openUntil = After(breakDuration);
        return wasClosed ? CircuitChange.Opened : CircuitChange.Reopened;
    }

    private TimeSpan Remaining_NeedsLock() => timeProvider.GetElapsedTime(timeProvider.GetTimestamp(), _openUntil);

    private long After(TimeSpan delay) =>
        timeProvider.GetTimestamp() + (long)(delay.TotalSeconds * timeProvider.TimestampFrequency);
}
