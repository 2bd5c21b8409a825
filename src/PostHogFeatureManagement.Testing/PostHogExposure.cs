namespace PostHogFeatureManagement.Testing;

/// <summary>A value of a flag that a caller saw, listed once for each caller, flag and value.</summary>
/// <param name="Flag">The flag's key.</param>
/// <param name="Value"><c>true</c>, <c>false</c> or the key of the variant. Null when PostHog had no value and something else answered.</param>
/// <param name="DistinctId">The distinct id of the caller. Null when nothing is known about them: in production, such a caller has no exposures.</param>
public sealed record PostHogExposure(string Flag, string? Value, string? DistinctId);
