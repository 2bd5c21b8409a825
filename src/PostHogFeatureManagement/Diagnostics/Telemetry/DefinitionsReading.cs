namespace PostHogFeatureManagement.Diagnostics.Telemetry;

/// <summary>What is reported about the definitions in use.</summary>
/// <param name="Source">Where they came from. Null when there are none.</param>
/// <param name="AgeSeconds">How long ago they were known to be current. Null when that is not known.</param>
/// <param name="LocalFlags">How many flags this process can decide, at least for some callers.</param>
/// <param name="ServerFlags">How many only PostHog's servers can decide.</param>
/// <param name="IsLeader">Whether this instance polls for all that share definitions. Null when none are shared.</param>
internal readonly record struct DefinitionsReading(string? Source, double? AgeSeconds, int LocalFlags, int ServerFlags, bool? IsLeader);
