using System.Collections.Concurrent;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.FeatureManagement.Snapshots;

/// <summary>
/// One answer per key. The computation has no caller's token, so a caller who leaves does not cancel it for the others. A failed or cancelled computation is
/// forgotten. The few entries of a web request form a linked list, which is cheapest to create and to search. DI scopes that last as long as a job or a browser page
/// get an index. Beyond a bound that no real scope reaches, new entries are no longer kept. Thread-safe.
/// </summary>
internal sealed class SnapshotEntries<T>
{
    private const int ListLimit = 16;
    private const int Limit = 10_000;
    private SnapshotEntry<T>? _head;
    private ConcurrentDictionary<SnapshotKey, SnapshotEntry<T>>? _index;
    private int _indexed;

    public ValueTask<T> GetAsync<TState>(in SnapshotKey key, TState state, Func<TState, ValueTask<T>> compute, CancellationToken cancellationToken)
    {
        SnapshotEntry<T> entry = Find(key, out bool isAdded);
        Task<T> answer = isAdded ? entry.Start(state, compute) : entry.GetOrStart(state, compute);
        return answer.IsCompletedSuccessfully ? new ValueTask<T>(answer.GetAwaiter().GetResult()) : new ValueTask<T>(answer.WaitAsync(cancellationToken));
    }

    public SnapshotEntry<T> Find(in SnapshotKey key, out bool isAdded)
    {
        isAdded = false;
        while (true)
        {
            SnapshotEntry<T>? head = Volatile.Read(ref _head);
            int length = 0;
            for (SnapshotEntry<T>? entry = head; entry is not null; entry = entry.Next)
            {
                if (entry.IsFor(key))
                {
                    return entry;
                }

                length++;
            }

            if (length >= ListLimit)
            {
                return FindInIndex(key, out isAdded);
            }

            var created = new SnapshotEntry<T>(key, head);
            if (Interlocked.CompareExchange(ref _head, created, head) == head)
            {
                isAdded = true;
                return created;
            }
        }
    }

    private SnapshotEntry<T> FindInIndex(in SnapshotKey key, out bool isAdded)
    {
        isAdded = false;
        ConcurrentDictionary<SnapshotKey, SnapshotEntry<T>> index = LazyInitializer.EnsureInitialized(ref _index, static () => new());
        if (index.TryGetValue(key, out SnapshotEntry<T>? known))
        {
            return known;
        }

        var created = new SnapshotEntry<T>(key, next: null);
        SnapshotEntry<T> found = Room.TryTake(ref _indexed, Limit) ? index.GetOrAdd(key, created) : created;
        isAdded = ReferenceEquals(found, created);
        return found;
    }
}
