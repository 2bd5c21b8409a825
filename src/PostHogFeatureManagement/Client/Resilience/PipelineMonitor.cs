using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Counts the calls of one purpose and logs what changes. Thread-safe.</summary>
internal sealed class PipelineMonitor(
    PipelineSettings settings, FailureText text, LogThrottle throttle, PostHogMetrics metrics, TimeProvider timeProvider, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly string _purpose = settings.Purpose;
    private readonly HashSet<WireFailure> _logged = [];
    private PipelineStatus _status = new();

    public PipelineStatus Status
    {
        get
        {
            lock (_lock)
            {
                return _status;
            }
        }
    }

    /// <summary>Records the end of one whole call.</summary>
    /// <param name="answer">Its end.</param>
    /// <param name="retries">How often it was repeated.</param>
    public void Ended<TResponse>(WireAnswer<TResponse> answer, int retries)
        where TResponse : class
    {
        PostHogActivities.Describe(settings.Operation, ErrorTypes.Of(answer.Failure), retries);
        bool isNews;
        lock (_lock)
        {
            _status = Count(_status, answer.Failure);
            isNews = settings.LogsFailures && IsNews_NeedsLock(answer.Failure);
        }

        if (!isNews)
        {
            return;
        }

        if (answer.Failure == WireFailure.None)
        {
            logger.EvaluationRecovered(text.Host);
        }
        else
        {
            logger.EvaluationFailed(text.Host, answer.Failure, FailureText.Cause(answer), text.AdviceForEvaluation(answer.Failure));
        }
    }

    public void AttemptBroke(string trouble) => logger.AttemptBroke(_purpose, trouble);

    public void CircuitOpened(BreakerCause cause, TimeSpan duration)
    {
        metrics.CircuitOpened(settings.Operation, cause.ToTag());
        logger.BreakerOpened(_purpose, text.Host, ToText(cause), Math.Round(duration.TotalSeconds, 1));
    }

    public void CircuitClosed() => logger.BreakerClosed(_purpose);

    private static string ToText(BreakerCause cause) => cause switch
    {
        BreakerCause.SlowCall => "slow call",
        BreakerCause.Failures => "failures",
        BreakerCause.Rejections => "rejected requests",
        BreakerCause.Credentials => "refused project token",
        BreakerCause.OtherInstance => "other instance",
        BreakerCause.RetryAfter => "Retry-After",
        _ => "none",
    };

    private PipelineStatus Count(PipelineStatus status, WireFailure failure) => failure switch
    {
        WireFailure.None => status with { Succeeded = status.Succeeded + 1, LastSuccessAt = timeProvider.GetUtcNow() },
        WireFailure.CircuitOpen => status with { Refused = status.Refused + 1 },
        WireFailure.Overloaded => status with { Overloaded = status.Overloaded + 1 },
        _ => status with { Failed = status.Failed + 1, LastFailure = failure, LastFailureAt = timeProvider.GetUtcNow() },
    };

    /// <summary>
    /// Whether the end of this call changes what is known: the first failure of its kind, or the first success after a failure was logged. When successes and
    /// failures alternate, each kind is news once a minute. One caller's rejected request says nothing about PostHog; the breaker logs those of
    /// different callers.
    /// </summary>
    private bool IsNews_NeedsLock(WireFailure failure)
    {
        if (failure == WireFailure.None)
        {
            bool hasRecovered = _logged.Count > 0;
            _logged.Clear();
            return hasRecovered;
        }

        return failure != WireFailure.Rejected
            && !FailureRules.WasNotSent(failure)
            && !_logged.Contains(failure)
            && throttle.IsDue(LogEvents.EvaluationFailed, failure.ToString())
            && _logged.Add(failure);
    }
}
