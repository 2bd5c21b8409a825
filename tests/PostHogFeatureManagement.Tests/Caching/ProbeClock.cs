namespace PostHogFeatureManagement.Tests.Caching;

/// <summary>The clock a cache under test sees: its wall time can be changed, as an administrator would, and its reading can be a point in a race.</summary>
internal sealed class ProbeClock(TimeProvider inner) : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    /// <summary>What happens the next time a timestamp is taken.</summary>
    public Action? OnceTimestampIsTaken { get; set; }

    public override long GetTimestamp()
    {
        Action? once = OnceTimestampIsTaken;
        OnceTimestampIsTaken = null;
        once?.Invoke();
        return inner.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
