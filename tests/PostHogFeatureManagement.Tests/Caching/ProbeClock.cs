namespace PostHogFeatureManagement.Tests.Caching;

/// <summary>The clock of the cache under test. A test can change the wall time, as an administrator would, and can act when a timestamp is taken.</summary>
internal sealed class ProbeClock(TimeProvider inner) : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    /// <summary>Runs the next time a timestamp is taken.</summary>
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
