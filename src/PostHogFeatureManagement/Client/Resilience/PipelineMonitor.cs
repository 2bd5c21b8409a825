using Microsoft.Extensions.Logging;
using Polly;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Counts the calls of one purpose, follows its failure-ratio breaker and logs each change of state once.</summary>
internal sealed class PipelineMonitor(PipelineSettings settings, TimeProvider timeProvider, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly string _purpose = settings.Purpose;
    private PipelineStatus _status = new(BreakerState.Closed, BreakerCause.None);
    private WireFailure _refusal;

    /// <summary>The status of the failure-ratio breaker alone.</summary>
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

    /// <summary>Records the end of one whole call with its retries.</summary>
    public void Ended(WireFailure failure)
    {
        bool isNews;
        lock (_lock)
        {
            _status = Count(_status, failure);
            WireFailure before = _refusal;
            _refusal = RefusalAfter(before, failure);
            isNews = _refusal != before;
        }

        if (!isNews || !settings.LogsRefusals)
        {
            return;
        }

        if (failure == WireFailure.None)
        {
            logger.PostHogAccepts(_purpose);
        }
        else
        {
            logger.PostHogRefuses(_purpose, failure.ToString());
        }
    }

    public void AttemptBegins(ResilienceContext context) => CallState.BeginAttempt(context, timeProvider);

    public void AttemptBroke(Exception exception) =>
        logger.AttemptBroke(_purpose, exception is HttpRequestException http ? http.HttpRequestError.ToString() : exception.GetType().Name);

    public void Opened(BreakerCause cause, TimeSpan duration)
    {
        bool isNew;
        lock (_lock)
        {
            isNew = _status.State == BreakerState.Closed;
            _status = _status with { State = BreakerState.Open, Cause = cause, OpenUntil = timeProvider.GetUtcNow() + duration };
        }

        if (isNew)
        {
            logger.BreakerOpened(_purpose, cause.ToText(), duration.TotalSeconds);
        }
    }

    public void HalfOpened()
    {
        lock (_lock)
        {
            _status = _status with { State = BreakerState.HalfOpen };
        }
    }

    public void Closed()
    {
        lock (_lock)
        {
            _status = _status with { State = BreakerState.Closed, Cause = BreakerCause.None, OpenUntil = null };
        }

        logger.BreakerClosed(_purpose);
    }

    private PipelineStatus Count(PipelineStatus status, WireFailure failure) => failure switch
    {
        WireFailure.None => status with { Succeeded = status.Succeeded + 1, LastSuccessAt = timeProvider.GetUtcNow() },
        WireFailure.CircuitOpen => status with { Refused = status.Refused + 1 },
        WireFailure.Overloaded => status with { Overloaded = status.Overloaded + 1 },
        _ => status with { Failed = status.Failed + 1, LastFailure = failure, LastFailureAt = timeProvider.GetUtcNow() },
    };

    /// <summary>A refusal that needs a fix. The breakers handle and log temporary trouble.</summary>
    private static WireFailure RefusalAfter(WireFailure before, WireFailure failure) => failure switch
    {
        WireFailure.None => WireFailure.None,
        WireFailure.Unauthorized or WireFailure.Forbidden or WireFailure.QuotaLimited or WireFailure.Rejected => failure,
        _ => before,
    };
}
