namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>When look-ups in the distributed level that belong together must be done, so that they cost a caller one time-out and no more.</summary>
internal readonly struct DistributedDeadline(TimeProvider time, TimeSpan timeout)
{
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>What is left; zero when it has passed.</summary>
    public TimeSpan Remaining
    {
        get
        {
            TimeSpan left = timeout - time.GetElapsedTime(_startedAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
