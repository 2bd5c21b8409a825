using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Definitions.Polling;

/// <summary>
/// Decides when to poll next: after the interval, or the idle interval if that is longer and no flag is checked, with ±10 % jitter. After each failure the delay doubles, up to one minute or the interval, whichever is
/// longer. While the quota is used up, the delay is five minutes or the interval, whichever is longer (protocol §3.3). It is never shorter than the
/// time PostHog asks to wait.
/// </summary>
internal sealed class PollSchedule(TimeSpan interval, TimeSpan idleInterval, Jitter jitter)
{
    private const double JitterShare = 0.1;

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan QuotaInterval = TimeSpan.FromMinutes(5);
    private int _failures;

    public TimeSpan Next(DefinitionsRefresh refresh, bool isIdle = false)
    {
        _failures = refresh.IsGood ? 0 : Math.Min(_failures + 1, 16);
        TimeSpan usual = isIdle ? Longer(interval, idleInterval) : interval;
        TimeSpan delay = refresh.Failure == WireFailure.QuotaLimited ? Longer(QuotaInterval, usual) : BackOff(usual);
        return Longer(jitter.Spread(delay, JitterShare), refresh.RetryAfter ?? TimeSpan.Zero);
    }

    /// <summary>How much of the delay even a call for a refresh must respect.</summary>
    public static TimeSpan Minimum(DefinitionsRefresh refresh, TimeSpan delay) =>
        refresh.Failure == WireFailure.QuotaLimited ? delay : refresh.RetryAfter ?? TimeSpan.Zero;

    private TimeSpan BackOff(TimeSpan usual)
    {
        TimeSpan ceiling = Longer(LongestBackOff, usual);
        TimeSpan doubled = usual * Math.Pow(2, _failures);
        return doubled < ceiling ? doubled : ceiling;
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
