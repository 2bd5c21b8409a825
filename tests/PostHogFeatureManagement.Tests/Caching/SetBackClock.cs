namespace PostHogFeatureManagement.Tests.Caching;

/// <summary>A clock whose wall time an administrator has changed by an offset; time passes as before.</summary>
internal sealed class SetBackClock(TimeProvider inner) : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
