namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>
/// The state of the slow-call breaker. One call that takes the threshold or longer opens the circuit, whatever its answer. A run of failures opens it too, and
/// so does Retry-After. While it is open, no call is sent, and refused calls do not prolong the pause. After the pause, exactly one call probes. Only its fast
/// success closes the circuit.
/// </summary>
internal sealed class SlowCallCircuit(TimeSpan threshold, TimeSpan breakDuration, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private BreakerState _state;
    private BreakerCause _cause;
    private long _openUntil;
    private long _probe;

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

    /// <summary>Null when the call must not be sent.</summary>
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

    /// <summary>Whether a call with this pass that ends now is slow. The time it waited for a slot does not count.</summary>
    public bool IsSlow(CircuitPass pass, TimeSpan waited = default) => timeProvider.GetElapsedTime(pass.EnteredAt) - waited >= threshold;

    public CircuitChange Exit(CircuitPass pass, HealthSignal signal, bool isSlow)
    {
        lock (_lock)
        {
            if (isSlow)
            {
                return Open_NeedsLock(BreakerCause.SlowCall);
            }

            // A probe overtaken by an earlier slow call no longer counts.
            if (!pass.IsProbe || pass.Probe != _probe || _state != BreakerState.HalfOpen)
            {
                return CircuitChange.None;
            }

            switch (signal)
            {
                case HealthSignal.Success:
                    _state = BreakerState.Closed;
                    return CircuitChange.Closed;
                case HealthSignal.Failure:
                    return Open_NeedsLock(BreakerCause.Failures);
                default:
                    // The pause is still over, so the next call probes.
                    _state = BreakerState.Open;
                    return CircuitChange.None;
            }
        }
    }

    /// <summary>Opens because too many calls failed in a row.</summary>
    /// <returns>Whether it was closed before.</returns>
    public bool OpenForFailures()
    {
        lock (_lock)
        {
            return _state == BreakerState.Closed && Open_NeedsLock(BreakerCause.Failures) == CircuitChange.Opened;
        }
    }

    /// <summary>Opens because PostHog asked for a pause, unless the circuit stays open for longer anyway.</summary>
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

    /// <summary>Opens because another instance did, but not for longer than a break of this instance. A probe in flight continues.</summary>
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
                // This instance's own cause remains for as long as its own pause lasts.
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
