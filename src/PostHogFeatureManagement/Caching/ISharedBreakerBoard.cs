namespace PostHogFeatureManagement.Caching;

/// <summary>Where instances leave markers for each other. Best effort: nothing but the caller's own cancellation is thrown.</summary>
internal interface ISharedBreakerBoard
{
    /// <summary>Whether other instances can see it at all.</summary>
    bool IsShared { get; }

    /// <summary>The markers on the board, this instance's own among them; null when it cannot be read.</summary>
    Task<IReadOnlyList<SharedBreakerMarker>?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Puts a marker up, in place of an older one of the same instance.</summary>
    Task PutAsync(SharedBreakerMarker marker, CancellationToken cancellationToken);
}
