namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>One instance's word that PostHog is not to be asked for a while.</summary>
internal readonly record struct SharedBreakerMarker(Guid Instance, DateTimeOffset OpenUntil);
