namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// The board in the application's distributed cache: one small entry that instances read, change and write back. Two simultaneous writes, or a write after a
/// failed read, may lose the markers of others. Their owners notice that the next time they read the board, and put them up again.
/// </summary>
/// <param name="store">A separate store from the one for answers: a board that cannot be read must not keep the library from its answers.</param>
/// <param name="options">The PostHog address and project of the board.</param>
/// <param name="timeProvider">The clock for the life of markers.</param>
internal sealed class SharedBreakerBoard(DistributedStore store, PostHogFeatureManagementOptions options, TimeProvider timeProvider) : ISharedBreakerBoard
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(1);

    private readonly string _key = SharedBreakerKey.For(options);

    public bool IsShared => store.Exists;

    public async Task<IReadOnlyList<SharedBreakerMarker>> ReadAsync(CancellationToken cancellationToken) =>
        SharedBreakerFormat.Read(await store.GetAsync(_key, cancellationToken).ConfigureAwait(false));

    public async Task PutAsync(SharedBreakerMarker marker, CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        List<SharedBreakerMarker> markers = [marker];
        foreach (SharedBreakerMarker other in await ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (other.Instance != marker.Instance && other.OpenUntil > now && other.OpenUntil <= now + LongestLife)
            {
                markers.Add(other);
            }
        }

        TimeSpan life = markers.Max(static item => item.OpenUntil) - now;
        await store.SetAsync(_key, SharedBreakerFormat.Write(markers), life > ShortestLife ? life : ShortestLife).ConfigureAwait(false);
    }
}
