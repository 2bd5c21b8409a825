using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Counts the calls of one purpose and logs what changes. Thread-safe.</summary>
internal sealed class PipelineMonitor(PipelineSettings settings, TimeProvider timeProvider, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly string _purpose = settings.Purpose;
    private PipelineStatus _status = new();
    private WireFailure _refusal;

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

    public void AttemptBroke(Exception exception) =>
        logger.AttemptBroke(_purpose, exception is HttpRequestException http ? http.HttpRequestError.ToString() : exception.GetType().Name);

    public void CircuitOpened(BreakerCause cause, TimeSpan duration) => logger.BreakerOpened(_purpose, ToText(cause), Math.Round(duration.TotalSeconds, 1));

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
    /// A refusal that needs a fix. The breaker handles and logs temporary trouble, and rejections of different callers. One caller's is no state of PostHog.
    /// </summary>
    private static WireFailure RefusalAfter(WireFailure before, WireFailure failure) => failure switch
    {
        WireFailure.None => WireFailure.None,
        WireFailure.Unauthorized or WireFailure.Forbidden or WireFailure.QuotaLimited or WireFailure.UnexpectedStatus => failure,
        _ => before,
    };
}
