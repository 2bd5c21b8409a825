namespace PostHogFeatureManagement.Caching;

/// <summary>Fetches a value from its source. Pass a static method and its <paramref name="state"/>.</summary>
/// <param name="state">What the method needs.</param>
/// <param name="previous">The last good value, for merging; null when there is none or it is too old.</param>
/// <param name="cancellationToken">Cancelled when no caller waits for the value any longer.</param>
internal delegate Task<FetchOutcome<T>> CacheFetch<in TState, T>(TState state, T? previous, CancellationToken cancellationToken)
    where T : class;
