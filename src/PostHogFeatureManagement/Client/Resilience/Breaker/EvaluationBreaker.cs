namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>
/// Decides whether PostHog is asked to evaluate. This table is everything that moves the circuit; "break" is <c>Client:BreakDuration</c>. Thread-safe.
/// <code>
///                                       Closed               Open                         Open, pause over       HalfOpen: a probe is under way
/// a call comes                          goes                 refused                      goes as the probe      refused
/// attempts fail (1)                     opens for a break    -                            -                      -
/// five callers in a row rejected (2)    opens for a break    -                            -                      -
/// token refused: 401, 403               opens for a break    -                            -                      -
/// a call was slow (3)                   opens for a break    starts anew, never shorter   opens for a break      opens for a break, probe is void
/// a failure has Retry-After             opens as asked       the longer pause             opens as asked         opens as asked, probe is void
/// another instance reports it open      opens as theirs (4)  the longer pause (4)         opens as theirs (4)    -
/// the probe succeeds, not slowly                                                                                 closes
/// the probe fails or is refused                                                                                  opens for a break
/// the probe is rejected: 400, 413                                                                                closes; if (2) opened it, opens
/// the probe says nothing (5)                                                                                     open, pause over: the next call probes
/// </code>
/// (1) Within <c>SamplingDuration</c> at least <c>MinimumThroughput</c> attempts ended, and <c>FailureRatio</c> or more of them failed; or the last 16 in a row
/// failed, or <c>MinimumThroughput</c> if that is more. <see cref="FailureRules"/> says what a failure is.
/// (2) Five different callers got 400 or 413 without a success in between. One caller's odd request is not PostHog's failure.
/// (3) With its retries, it took <c>SlowCallThreshold</c> or all of <c>TotalTimeout</c>, whatever its answer. Time in which it waited for a place or a slot, or
/// in which this process stood still, does not count.
/// (4) But not for longer than a break of this instance.
/// (5) Its caller left before half of <c>AttemptTimeout</c> was over, it was not sent, or this process stood still.
/// </summary>
internal sealed class EvaluationBreaker(PipelineSettings settings, Places places, AttemptSlots slots, PipelineMonitor monitor, TimeProvider timeProvider)
{
    private const int MaxRejectedCallers = 5;

    private readonly Lock _lock = new();
    private readonly TimeSpan _break = settings.Client.BreakDuration;
    private readonly CallWindow _attempts = new(settings.Client.SamplingDuration, timeProvider);
    private readonly CallWindow _calls = new(settings.Client.SamplingDuration, timeProvider);
    private readonly HashSet<int> _rejectedCallers = [];
    private BreakerState _state;
    private BreakerCause _cause;
    private long _openUntil;
    private long _probe;

    public BreakerStatus Status
    {
        get
        {
            lock (_lock)
            {
                return Status_NeedsLock();
            }
        }
    }

    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _state == BreakerState.Closed;
            }
        }
    }

    /// <summary>Whether this instance's own recent calls show that PostHog is well. The window counts calls; the one for the ratio counts attempts.</summary>
    public bool IsHealthyHere
    {
        get
        {
            lock (_lock)
            {
                return _calls.Count() is (int good, 0) && good >= settings.Client.MinimumThroughput;
            }
        }
    }

    /// <summary>Whether a call may go. If it goes as the probe, <paramref name="probe"/> is the number of the probe, else zero.</summary>
    public bool TryEnter(out long probe)
    {
        lock (_lock)
        {
            probe = 0;
            if (_state == BreakerState.Closed)
            {
                return true;
            }

            if (_state == BreakerState.HalfOpen || Remaining_NeedsLock() > TimeSpan.Zero)
            {
                return false;
            }

            _state = BreakerState.HalfOpen;
            probe = ++_probe;
            return true;
        }
    }

    /// <summary>One attempt of a call ended, and its slot is given back or, if it counts against PostHog, kept.</summary>
    public void AttemptEnded(Slot slot, HealthSignal signal, int caller)
    {
        BreakerState before;
        BreakerStatus after;
        lock (_lock)
        {
            before = _state;
            bool isNewRejection = signal == HealthSignal.Rejected && before == BreakerState.Closed && _rejectedCallers.Add(caller);
            bool haveAllFailed = slots.Exit(slot, isNewRejection ? HealthSignal.Failure : signal);
            if (before == BreakerState.Closed && CauseOf_NeedsLock(signal, haveAllFailed) is var cause and not BreakerCause.None)
            {
                Open_NeedsLock(cause, _break);
            }

            after = Status_NeedsLock();
        }

        Announce(before, after);
    }

    /// <summary>A call ended, with its retries.</summary>
    /// <param name="probe">The number from <see cref="TryEnter"/>.</param>
    /// <param name="signal">What it says about PostHog.</param>
    /// <param name="duration">How long it took, without waiting and standing still.</param>
    /// <param name="retryAfter">The pause that PostHog asked for with a failure; null when it asked for none.</param>
    public void CallEnded(long probe, HealthSignal signal, TimeSpan duration, TimeSpan? retryAfter)
    {
        BreakerState before;
        BreakerStatus after;
        lock (_lock)
        {
            before = _state;
            bool isSlow = duration >= settings.SlowFrom;
            if (isSlow || signal is HealthSignal.Success or HealthSignal.Failure)
            {
                _calls.Add(isGood: !isSlow && signal == HealthSignal.Success);
            }

            if (isSlow)
            {
                OpenForLonger_NeedsLock(BreakerCause.SlowCall, _break);
            }
            else if (before == BreakerState.HalfOpen && probe == _probe)
            {
                EndProbe_NeedsLock(signal);
            }

            if (retryAfter is { } pause)
            {
                OpenForLonger_NeedsLock(BreakerCause.RetryAfter, pause);
            }

            after = Status_NeedsLock();
        }

        Announce(before, after);
    }

    /// <summary>Another instance reports that its circuit is open for this long.</summary>
    public void OpenElsewhere(TimeSpan remaining)
    {
        BreakerState before;
        BreakerStatus after;
        lock (_lock)
        {
            before = _state;
            TimeSpan present = Remaining_NeedsLock();
            remaining = remaining < _break ? remaining : _break;
            if (before != BreakerState.HalfOpen && remaining > present)
            {
                // This instance's own cause remains for as long as its own pause lasts.
                Open_NeedsLock(present > TimeSpan.Zero ? _cause : BreakerCause.OtherInstance, remaining);
            }

            after = Status_NeedsLock();
        }

        Announce(before, after);
    }

    private BreakerCause CauseOf_NeedsLock(HealthSignal signal, bool haveAllFailed)
    {
        switch (signal)
        {
            case HealthSignal.Success:
                _attempts.Add(isGood: true);
                _rejectedCallers.Clear();
                return BreakerCause.None;
            case HealthSignal.Failure:
                _attempts.Add(isGood: false);
                (int good, int bad) = _attempts.Count();
                bool isAboveRatio = good + bad >= settings.Client.MinimumThroughput && bad >= settings.Client.FailureRatio * (good + bad);
                return isAboveRatio || haveAllFailed ? BreakerCause.Failures : BreakerCause.None;
            case HealthSignal.Rejected:
                bool areTooMany = _rejectedCallers.Count >= MaxRejectedCallers;
                return areTooMany ? BreakerCause.Rejections : haveAllFailed ? BreakerCause.Failures : BreakerCause.None;
            case HealthSignal.Refused:
                return BreakerCause.Credentials;
            default:
                return BreakerCause.None;
        }
    }

    private void EndProbe_NeedsLock(HealthSignal signal)
    {
        switch (signal)
        {
            case HealthSignal.Success:
            case HealthSignal.Rejected when _cause != BreakerCause.Rejections:
                Close_NeedsLock();
                break;
            case HealthSignal.None:
                _state = BreakerState.Open;
                break;
            default:
                BreakerCause cause = signal switch
                {
                    HealthSignal.Rejected => BreakerCause.Rejections,
                    HealthSignal.Refused => BreakerCause.Credentials,
                    _ => BreakerCause.Failures,
                };
                Open_NeedsLock(cause, _break);
                break;
        }
    }

    private void OpenForLonger_NeedsLock(BreakerCause cause, TimeSpan duration)
    {
        if (duration > Remaining_NeedsLock())
        {
            Open_NeedsLock(cause, duration);
        }
    }

    private void Open_NeedsLock(BreakerCause cause, TimeSpan duration)
    {
        _state = BreakerState.Open;
        _cause = cause;
        _openUntil = timeProvider.GetTimestamp() + (long)(duration.TotalSeconds * timeProvider.TimestampFrequency);
    }

    private void Close_NeedsLock()
    {
        _state = BreakerState.Closed;
        _cause = BreakerCause.None;
        _attempts.Clear();
        _rejectedCallers.Clear();
    }

    private TimeSpan Remaining_NeedsLock()
    {
        TimeSpan remaining = _state == BreakerState.Open ? timeProvider.GetElapsedTime(timeProvider.GetTimestamp(), _openUntil) : TimeSpan.Zero;
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    private BreakerStatus Status_NeedsLock()
    {
        TimeSpan remaining = Remaining_NeedsLock();
        return _state == BreakerState.Closed ? default
            : remaining > TimeSpan.Zero ? new BreakerStatus(BreakerState.Open, _cause, timeProvider.GetUtcNow() + remaining)
            : new BreakerStatus(BreakerState.HalfOpen, _cause, null);
    }

    /// <summary>The one place that acts when the circuit opens or closes. That it opens again after a probe is no news.</summary>
    private void Announce(BreakerState before, BreakerStatus after)
    {
        if (before == BreakerState.Closed && after.State != BreakerState.Closed)
        {
            places.Dismiss(WireFailure.CircuitOpen);
            slots.Dismiss();

            // A pause may be over already.
            monitor.CircuitOpened(after.Cause, after.OpenUntil is { } until ? until - timeProvider.GetUtcNow() : TimeSpan.Zero);
        }
        else if (before != BreakerState.Closed && after.State == BreakerState.Closed)
        {
            monitor.CircuitClosed();
        }
    }
}
