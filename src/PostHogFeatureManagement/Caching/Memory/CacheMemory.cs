using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>
/// The in-process level of at most <paramref name="limit"/> slots. When it is full, the oldest slots go first,
/// but slots used in the meantime get a second chance. Thread-safe; a hit takes no lock.
/// </summary>
internal sealed class CacheMemory<T>(int limit)
    where T : class
{
    // Limits the work that one caller does for all others when every slot is in use.
    private const int MaxSecondChances = 16;

    private readonly ConcurrentDictionary<CacheKey, CacheSlot<T>> _slots = new();
    private readonly ConcurrentQueue<CacheSlot<T>> _order = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public bool TryGet(CacheKey key, [NotNullWhen(true)] out CacheSlot<T>? slot)
    {
        if (!_slots.TryGetValue(key, out slot))
        {
            return false;
        }

        slot.Touch();
        return true;
    }

    public CacheSlot<T> GetOrAdd(CacheKey key)
    {
        while (true)
        {
            if (TryGet(key, out CacheSlot<T>? slot))
            {
                return slot;
            }

            slot = new CacheSlot<T>(key);
            if (_slots.TryAdd(key, slot))
            {
                Enter(slot);
                return slot;
            }
        }
    }

    public IEnumerable<CacheSlot<T>> Slots()
    {
        foreach (KeyValuePair<CacheKey, CacheSlot<T>> pair in _slots)
        {
            yield return pair.Value;
        }
    }

    private void Enter(CacheSlot<T> slot)
    {
        _order.Enqueue(slot);
        if (Interlocked.Increment(ref _count) > limit)
        {
            Evict();
        }
    }

    private void Evict()
    {
        int chances = MaxSecondChances;
        while (Count > limit && _order.TryDequeue(out CacheSlot<T>? oldest))
        {
            if (chances > 0 && oldest.TakeTouch() && _slots.TryGetValue(oldest.Key, out CacheSlot<T>? current) && current == oldest)
            {
                chances--;
                _order.Enqueue(oldest);
            }
            else if (_slots.TryRemove(new KeyValuePair<CacheKey, CacheSlot<T>>(oldest.Key, oldest)))
            {
                Interlocked.Decrement(ref _count);
            }
        }
    }
}
