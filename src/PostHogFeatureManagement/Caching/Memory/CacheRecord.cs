namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>A kept value. Immutable. <paramref name="CreatedAt"/> is a timestamp, so changing the wall clock does not change ages.</summary>
internal sealed record CacheRecord<T>(T? Value, long CreatedAt, bool IsBrief)
    where T : class;
