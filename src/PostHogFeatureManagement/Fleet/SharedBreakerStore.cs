using PostHogFeatureManagement.Caching.Distributed;

namespace PostHogFeatureManagement.Fleet;

/// <summary>
/// Where instances leave notes for each other: one small entry in the application's distributed cache that they read, change and write back. It is best effort;
/// nothing throws. Two simultaneous writes, or a write after a failed read, may lose the notes of others. Their owners notice that the next time they look, and
/// write them again.
/// </summary>
/// <param name="store">A separate store from the one for answers: notes that cannot be read must not keep the library from its answers.</param>
/// <param name="seal">The name of the entry, and its seal.</param>
/// <param name="timeProvider">The clock for the life of notes.</param>
internal sealed class SharedBreakerStore(DistributedStore store, FleetSeal seal, TimeProvider timeProvider)
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(1);

    /// <summary>Whether other instances can see the notes.</summary>
    public bool IsShared => store.Exists;

    /// <summary>The notes, including this instance's own; none when reading fails, the seal is wrong or the caller leaves.</summary>
    public async Task<IReadOnlyList<SharedBreakerNote>> ReadAsync(CancellationToken cancellationToken) =>
        SharedBreakerFormat.Read(seal.Open(await store.GetAsync(seal.Name, cancellationToken).ConfigureAwait(false)).Span);

    /// <summary>Leaves a note, and replaces the older one of the same instance.</summary>
    public async Task PutAsync(SharedBreakerNote note, CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        List<SharedBreakerNote> notes = [note];
        foreach (SharedBreakerNote other in await ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (other.Instance != note.Instance && other.OpenUntil > now && other.OpenUntil <= now + LongestLife)
            {
                notes.Add(other);
            }
        }

        TimeSpan life = notes.Max(static item => item.OpenUntil) - now;
        byte[] bytes = seal.Close(SharedBreakerFormat.Write(notes));
        await store.SetAsync(seal.Name, bytes, life > ShortestLife ? life : ShortestLife).ConfigureAwait(false);
    }
}
