namespace PostHogFeatureManagement.Caching;

/// <summary>
/// A value with its freshness and origin. With <see cref="CacheFreshness.None"/>, the value is what the failed fetch returned instead, or null.
/// </summary>
internal readonly record struct CacheAnswer<T>(T? Value, CacheFreshness Freshness, CacheOrigin Origin)
    where T : class
{
    /// <summary>Whether the caller's time was over before the load ended. The value is then the last good one, or null, and the load goes on.</summary>
    public bool IsWaitedOut { get; init; }
}
