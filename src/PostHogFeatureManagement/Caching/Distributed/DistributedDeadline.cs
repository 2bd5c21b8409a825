namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>The deadline of several look-ups in the distributed level that belong together. They cost a caller at most one time-out.</summary>
internal readonly struct DistributedDeadline(TimeProvider time, TimeSpan timeout)
{
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>The time left; zero after the deadline.</summary>
    public TimeSpan Remaining
    {
        get
        {
            TimeSpan left = timeout - time.GetElapsedTime(_startedAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
