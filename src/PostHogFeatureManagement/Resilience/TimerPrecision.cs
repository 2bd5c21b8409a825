namespace PostHogFeatureManagement.Resilience;

/// <summary>
/// Timers drop fractions of a millisecond. A loop that pauses until a point in time would find that it woke up too early, and pause for nothing again and again
/// until the fraction has passed.
/// </summary>
internal static class TimerPrecision
{
    public static TimeSpan RoundUp(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
