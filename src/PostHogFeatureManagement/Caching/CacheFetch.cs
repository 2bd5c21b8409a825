namespace PostHogFeatureManagement.Caching;

/// <summary>Gets a value from where it comes from. Pass a static method and its <paramref name="state"/>.</summary>
/// <param name="state">What the method needs.</param>
/// <param name="previous">The last good value, for merging; null when there is none that may still be used.</param>
/// <param name="cancellationToken">Cancelled when nobody waits for the value any longer.</param>
internal delegate Task<FetchOutcome<T>> CacheFetch<in TState, T>(TState state, T? previous, CancellationToken cancellationToken)
    where T : class;
