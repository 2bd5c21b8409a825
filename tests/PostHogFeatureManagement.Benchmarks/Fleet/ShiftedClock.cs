namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>A clock that is off by a fixed time. Its timestamps are right: they only measure durations.</summary>
internal sealed class ShiftedClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
}
