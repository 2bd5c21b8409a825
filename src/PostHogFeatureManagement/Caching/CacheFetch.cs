namespace PostHogFeatureManagement.Caching;

/// <summary>Fetches a value from its source. Pass a static method and its <paramref name="state"/>.</summary>
/// <param name="state">What the method needs.</param>
/// <param name="previous">The last good value, for merging; null when there is none or it is too old.</param>
/// <param name="placeToken">Cancelled when no caller waits. A fetch that still waits for its turn then ends as <see cref="FetchKind.NotMade"/>.</param>
/// <param name="cancellationToken">Cancelled when all callers have cancelled their wait. The value is not needed then.</param>
internal delegate Task<FetchOutcome<T>> CacheFetch<in TState, T>(
    TState state, T? previous, CancellationToken placeToken, CancellationToken cancellationToken)
    where T : class;
