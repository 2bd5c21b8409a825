using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Resilience;

namespace PostHogFeatureManagement.Definitions;

/// <summary>
/// When to ask next: every interval with ±10 % jitter; after refusals the interval doubles up to a minute (or the interval, if that is longer);
/// after a quota answer every five minutes (protocol §3.3).
/// </summary>
internal sealed class PollSchedule(TimeSpan interval, Jitter jitter)
{
    private const double JitterShare = 0.1;

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan QuotaInterval = TimeSpan.FromMinutes(5);
    private int _refusals;

    public TimeSpan Next(DefinitionsRefresh refresh)
    {
        _refusals = refresh.IsGood ? 0 : Math.Min(_refusals + 1, 16);
        TimeSpan delay = refresh.Outcome == DefinitionsOutcome.QuotaLimited ? Longer(QuotaInterval, interval) : BackOff();
        delay = Longer(delay, refresh.RetryAfter ?? TimeSpan.Zero);
        return jitter.Spread(delay, JitterShare);
    }

    private TimeSpan BackOff()
    {
        TimeSpan ceiling = Longer(LongestBackOff, interval);
        TimeSpan doubled = interval * Math.Pow(2, _refusals);
        return doubled < ceiling ? doubled : ceiling;
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
