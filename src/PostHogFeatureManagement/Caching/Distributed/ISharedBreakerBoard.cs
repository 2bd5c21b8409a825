namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>The board where instances leave markers for each other. It is best effort; nothing throws.</summary>
internal interface ISharedBreakerBoard
{
    /// <summary>Whether other instances can see the board.</summary>
    bool IsShared { get; }

    /// <summary>The markers on the board, including this instance's own; none when reading fails or the caller leaves.</summary>
    Task<IReadOnlyList<SharedBreakerMarker>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Puts up a marker and replaces the older one of the same instance.</summary>
    Task PutAsync(SharedBreakerMarker marker, CancellationToken cancellationToken);
}
