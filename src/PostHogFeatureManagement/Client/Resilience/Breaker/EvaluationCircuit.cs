using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>
/// Everything that decides whether PostHog is asked to evaluate: the slow-call gate, the failure-ratio breaker, the calls not answered yet, what other instances say.
/// </summary>
internal sealed class EvaluationCircuit(PipelineSettings settings, PipelineMonitor monitor, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>How many calls may be made after PostHog's last good answer, unless the failure ratio is to count more of them.</summary>
    public const int MaxUnanswered = 16;

    private readonly SlowCallCircuit _gate = new(settings.Client.SlowCallThreshold, settings.Client.BreakDuration, timeProvider);
    private readonly RecentCalls _recent = new(settings.Client.SamplingDuration, timeProvider);
    private readonly AttemptSlots _unanswered = new(Math.Max(MaxUnanswered, settings.Client.MinimumThroughput));
    private readonly int _minimumThroughput = settings.Client.MinimumThroughput;

    public PipelineStatus Status
    {
        get
        {
            PipelineStatus status = monitor.Status;
            CircuitStatus gate = _gate.Status;
            return gate.State == BreakerState.Closed
                ? status
                : status with { State = gate.State, Cause = gate.Cause, OpenUntil = timeProvider.GetUtcNow() + gate.Remaining };
        }
    }

    /// <summary>Whether this instance's own recent calls say that PostHog is well.</summary>
    public bool IsHealthyHere => _recent.Count() is (int successes, 0) && successes >= _minimumThroughput;

    private bool IsGateClosed => _gate.Status.State == BreakerState.Closed;

    public CircuitPass? TryEnter() => _gate.TryEnter();

    public void Exit(CircuitPass pass, CompletedCall call)
    {
        bool isSlow = (call.HasBudgetExpired && call.Waited == TimeSpan.Zero) || _gate.IsSlow(pass, call.Waited);
        if (isSlow || call.Evidence != HealthSignal.None)
        {
            _recent.Add(!isSlow && call.Evidence == HealthSignal.Success);
        }

        switch (_gate.Exit(pass, call.Evidence, isSlow))
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

        if (call.RetryAfter is TimeSpan pause && _gate.PauseFor(pause))
        {
            Opened(BreakerCause.RetryAfter, pause);
        }
    }

    /// <summary>A place for one attempt, when there is one; null when the circuit has opened. Probes are let through: the breakers let them out one at a time.</summary>
    public async ValueTask<Slot?> EnterAttemptAsync(bool isProbe, CancellationToken cancellationToken)
    {
        if (isProbe || (IsGateClosed && monitor.Status.State != BreakerState.Closed))
        {
            return Slot.None;
        }

        Slot? entered = await _unanswered.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (entered is not Slot place || IsGateClosed)
        {
            return entered;
        }

        _unanswered.Exit(place, HealthSignal.None);
        return null;
    }

    public void ExitAttempt(Slot place, HealthSignal evidence)
    {
        bool isHopeless = _unanswered.Exit(place, evidence);
        bool isBreakerClosed = monitor.Status.State == BreakerState.Closed;
        if (isHopeless && isBreakerClosed && _gate.OpenForFailures())
        {
            Opened(BreakerCause.Failures, settings.Client.BreakDuration);
        }
        else if (isHopeless || !isBreakerClosed)
        {
            _unanswered.Dismiss();
        }
    }

    public void OpenElsewhere(TimeSpan remaining)
    {
        if (_gate.OpenElsewhere(remaining))
        {
            Opened(BreakerCause.OtherInstance, _gate.Status.Remaining);
        }
    }

    private void Opened(BreakerCause cause, TimeSpan duration)
    {
        _unanswered.Dismiss();
        logger.BreakerOpened(settings.Purpose, cause.ToString(), duration.TotalSeconds);
    }
}
