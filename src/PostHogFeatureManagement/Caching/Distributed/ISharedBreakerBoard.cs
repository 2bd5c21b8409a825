namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>Where instances leave markers for each other. Best effort: nothing is thrown.</summary>
internal interface ISharedBreakerBoard
{
    /// <summary>Whether other instances can see it at all.</summary>
    bool IsShared { get; }

    /// <summary>The markers on the board, this instance's own among them; none when it cannot be read or the caller leaves.</summary>
    Task<IReadOnlyList<SharedBreakerMarker>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Puts a marker up, in place of an older one of the same instance.</summary>
    Task PutAsync(SharedBreakerMarker marker, CancellationToken cancellationToken);
}
