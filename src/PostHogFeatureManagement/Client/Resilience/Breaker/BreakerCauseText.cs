namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>A cause as log messages say it.</summary>
internal static class BreakerCauseText
{
    public static string ToText(this BreakerCause cause) => cause switch
    {
        BreakerCause.SlowCall => "slow call",
        BreakerCause.Failures => "failures",
        BreakerCause.OtherInstance => "other instance",
        BreakerCause.RetryAfter => "Retry-After",
        _ => "none",
    };
}
