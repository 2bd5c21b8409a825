using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client;

/// <summary>Everything that decides whether PostHog is asked to evaluate: the slow-call gate, the failure-ratio breaker, what other instances say.</summary>
internal sealed class EvaluationCircuit(PipelineSettings settings, PurposeMonitor monitor, TimeProvider timeProvider, ILogger logger)
{
    private readonly SlowCallGate _gate = new(settings.Client.SlowCallThreshold, settings.Client.BreakDuration, timeProvider);
    private readonly RecentCalls _recent = new(settings.Client.SamplingDuration, timeProvider);
    private readonly int _minimumThroughput = settings.Client.MinimumThroughput;

    public PurposeStatus Status
    {
        get
        {
            PurposeStatus status = monitor.Status;
            GateStatus gate = _gate.Status;
            return gate.State == BreakerState.Closed
                ? status
                : status with { State = gate.State, Cause = gate.Cause, OpenUntil = timeProvider.GetUtcNow() + gate.Remaining };
        }
    }

    /// <summary>Whether this instance's own recent calls say that PostHog is well.</summary>
    public bool IsHealthyHere => _recent.Count() is (int successes, 0) && successes >= _minimumThroughput;

    public GatePass? TryEnter() => _gate.TryEnter();

    public void Exit(GatePass pass, CallEvidence evidence, bool hasBudgetExpired, TimeSpan? retryAfter)
    {
        bool isSlow = hasBudgetExpired || _gate.IsSlow(pass);
        if (isSlow || evidence != CallEvidence.None)
        {
            _recent.Add(!isSlow && evidence == CallEvidence.Success);
        }

        switch (_gate.Exit(pass, evidence, isSlow))
        {
            case GateChange.Opened:
                logger.BreakerOpened(settings.Purpose, nameof(BreakerCause.SlowCall), settings.Client.BreakDuration.TotalSeconds);
                break;
            case GateChange.Closed:
                logger.BreakerClosed(settings.Purpose);
                break;
            default:
                break;
        }

        if (retryAfter is TimeSpan pause && _gate.PauseFor(pause))
        {
            logger.BreakerOpened(settings.Purpose, nameof(BreakerCause.RetryAfter), pause.TotalSeconds);
        }
    }

    public void OpenElsewhere(TimeSpan remaining)
    {
        if (_gate.OpenElsewhere(remaining))
        {
            logger.BreakerOpened(settings.Purpose, nameof(BreakerCause.OtherInstance), _gate.Status.Remaining.TotalSeconds);
        }
    }
}
