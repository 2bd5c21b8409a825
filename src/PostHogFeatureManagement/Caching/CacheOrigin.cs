namespace PostHogFeatureManagement.Caching;

/// <summary>Where a value was found.</summary>
internal enum CacheOrigin : byte
{
    Memory,
    Distributed,
    Fetched,
}
