namespace PostHogFeatureManagement.Caching;

/// <summary>What this process has for a key at one moment.</summary>
/// <param name="Value">The last good value; null when there is none.</param>
/// <param name="Freshness">How fresh it is.</param>
/// <param name="Age">Its age; null when there is none.</param>
/// <param name="Failure">The failure that is remembered; null when there is none.</param>
internal readonly record struct CacheGlance<T>(T? Value, CacheFreshness Freshness, TimeSpan? Age, T? Failure)
    where T : class;
