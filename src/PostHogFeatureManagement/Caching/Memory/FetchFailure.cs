namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>A fetch that failed, remembered until <paramref name="Until"/> so that not every caller asks again. Immutable.</summary>
internal sealed record FetchFailure<T>(T? Instead, long Until)
    where T : class;
