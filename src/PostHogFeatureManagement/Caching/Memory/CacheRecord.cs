namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>A kept value. Immutable. <paramref name="CreatedAt"/> is a timestamp of the cache's clock, so a changed wall clock changes no age.</summary>
internal sealed record CacheRecord<T>(T? Value, long CreatedAt, bool IsBrief)
    where T : class;
