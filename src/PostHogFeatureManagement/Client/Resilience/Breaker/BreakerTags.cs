namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>A circuit in metrics and in health data.</summary>
internal static class BreakerTags
{
    public static string ToTag(this BreakerState state) => state switch
    {
        BreakerState.Open => "open",
        BreakerState.HalfOpen => "half_open",
        _ => "closed",
    };

    public static string ToTag(this BreakerCause cause) => cause switch
    {
        BreakerCause.SlowCall => "slow_call",
        BreakerCause.Rejections => "rejections",
        BreakerCause.Credentials => "credentials",
        BreakerCause.OtherInstance => "other_instance",
        BreakerCause.RetryAfter => "retry_after",
        _ => "failures",
    };
}
