using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>
/// Decides whether PostHog is asked to evaluate. It combines the slow-call circuit, the failure-ratio breaker, the attempt slots and the reports of other
/// instances.
/// </summary>
internal sealed class EvaluationCircuit(PipelineSettings settings, PipelineMonitor monitor, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>How many attempts may be made after PostHog's last good answer, unless the failure ratio needs more of them.</summary>
    public const int MaxUnconfirmed = 16;

    private readonly SlowCallCircuit _circuit = new(settings.SlowFrom, settings.Client.BreakDuration, timeProvider);
    private readonly RecentCalls _recent = new(settings.Client.SamplingDuration, timeProvider);
    private readonly AttemptSlots _slots = new(Math.Max(MaxUnconfirmed, settings.Client.MinimumThroughput));
    private readonly Places _places = new(settings.Client.MaxConcurrentRequests);
    private readonly int _minimumThroughput = settings.Client.MinimumThroughput;

    public PipelineStatus Status
    {
        get
        {
            PipelineStatus status = monitor.Status;
            CircuitStatus circuit = _circuit.Status;
            return circuit.State == BreakerState.Closed
                ? status
                : status with { State = circuit.State, Cause = circuit.Cause, OpenUntil = timeProvider.GetUtcNow() + circuit.Remaining };
        }
    }

    /// <summary>Whether this instance's own recent calls show that PostHog is well.</summary>
    public bool IsHealthyHere => _recent.Count() is (int successes, 0) && successes >= _minimumThroughput;

    private bool IsCircuitClosed => _circuit.Status.State == BreakerState.Closed;

    public CircuitPass? TryEnter() => _circuit.TryEnter();

    public void Exit(CircuitPass pass, CompletedCall call)
    {
        bool isSlow = _circuit.IsSlow(pass, call.Waited);
        if (isSlow || call.Signal != HealthSignal.None)
        {
            _recent.Add(!isSlow && call.Signal == HealthSignal.Success);
        }

        switch (_circuit.Exit(pass, call.Signal, isSlow))
        {
            case CircuitChange.Opened:
                Opened(BreakerCause.SlowCall, settings.Client.BreakDuration);
                break;
            case CircuitChange.Closed:
                logger.BreakerClosed(settings.Purpose);
                break;
            default:
                break;
        }

        if (call.RetryAfter is TimeSpan pause && _circuit.PauseFor(pause))
        {
            Opened(BreakerCause.RetryAfter, pause);
        }
    }

    /// <summary>Waits for a place.</summary>
    /// <returns><see cref="WireFailure.None"/>, or why the call must not begin.</returns>
    public ValueTask<WireFailure> EnterAsync(bool isProbe, CancellationToken wanted, CancellationToken cancellationToken)
    {
        ValueTask<WireFailure> entering = _places.EnterAsync(isProbe, wanted, cancellationToken);
        if (!entering.IsCompleted && !(IsCircuitClosed && monitor.Status.State == BreakerState.Closed))
        {
            // The circuit opened after the call passed it and before the call joined the line.
            _places.Dismiss();
        }

        return entering;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => _places.Exit();

    /// <summary>Waits for the slot of one attempt; null when the circuit opened. Probes need no slot because the breakers send them one at a time.</summary>
    public async ValueTask<Slot?> EnterAttemptAsync(bool isProbe, CancellationToken cancellationToken)
    {
        if (isProbe || (IsCircuitClosed && monitor.Status.State != BreakerState.Closed))
        {
            return Slot.None;
        }

        Slot? entered = await _slots.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (entered is not Slot slot || IsCircuitClosed)
        {
            return entered;
        }

        _slots.Exit(slot, HealthSignal.None);
        return null;
    }

    public void ExitAttempt(Slot slot, HealthSignal signal)
    {
        bool allFailed = _slots.Exit(slot, signal);
        bool isBreakerClosed = monitor.Status.State == BreakerState.Closed;
        if (allFailed && isBreakerClosed && _circuit.OpenForFailures())
        {
            Opened(BreakerCause.Failures, settings.Client.BreakDuration);
        }
        else if (allFailed || !isBreakerClosed)
        {
            Dismiss();
        }
    }

    public void OpenElsewhere(TimeSpan remaining)
    {
        if (_circuit.OpenElsewhere(remaining))
        {
            Opened(BreakerCause.OtherInstance, _circuit.Status.Remaining);
        }
    }

    private void Dismiss()
    {
        _places.Dismiss();
        _slots.Dismiss();
    }

    private void Opened(BreakerCause cause, TimeSpan duration)
    {
        Dismiss();
        logger.BreakerOpened(settings.Purpose, cause.ToText(), duration.TotalSeconds);
    }
}
