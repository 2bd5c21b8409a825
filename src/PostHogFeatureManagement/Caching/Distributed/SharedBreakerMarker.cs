namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>The report of one instance that its circuit is open.</summary>
internal readonly record struct SharedBreakerMarker(Guid Instance, DateTimeOffset OpenUntil);
