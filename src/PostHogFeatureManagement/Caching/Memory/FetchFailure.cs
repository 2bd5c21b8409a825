namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>A failed fetch. Until <paramref name="Until"/>, callers do not fetch again. Immutable.</summary>
internal sealed record FetchFailure<T>(T? Instead, long Until)
    where T : class;
