namespace PostHogFeatureManagement.Fleet;

/// <summary>The report of one instance that its circuit is open.</summary>
internal readonly record struct SharedBreakerNote(Guid Instance, DateTimeOffset OpenUntil);
