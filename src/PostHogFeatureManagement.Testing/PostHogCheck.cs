namespace PostHogFeatureManagement.Testing;

/// <summary>A check of a flag by the application during a test. In one request, a snapshot answers repeated checks of one flag from memory; they are not listed.</summary>
/// <param name="Flag">The flag's key.</param>
/// <param name="DistinctId">The distinct id of the caller. Null when nothing is known about them.</param>
/// <param name="Result">What the application got.</param>
public sealed record PostHogCheck(string Flag, string? DistinctId, FlagResult Result);
