using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>
/// The in-process level, limited in slots and in bytes. When it is full, the oldest slots go first, but slots used in the meantime get a second chance.
/// Thread-safe; a hit takes no lock.
/// </summary>
internal sealed class CacheMemory<T>(CacheLimits<T> limits, PostHogMetrics metrics)
    where T : class
{
    // Limits the work that one caller does for all others when every slot is in use.
    private const int MaxSecondChances = 16;

    /// <summary>About what an entry takes beside its value: the slot, its lock and record, and its places in the dictionary and the queue.</summary>
    private const int SlotSize = 320;

    private readonly ConcurrentDictionary<CacheKey, CacheSlot<T>> _slots = new();
    private readonly ConcurrentQueue<CacheSlot<T>> _order = new();
    private int _count;
    private long _bytes;

    public int Count => Volatile.Read(ref _count);

    /// <summary>About how many bytes all entries take.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    private bool IsFull => Count > limits.Entries || Bytes > limits.Bytes;

    public bool TryGet(CacheKey key, [NotNullWhen(true)] out CacheSlot<T>? slot)
    {
        if (!_slots.TryGetValue(key, out slot))
        {
            return false;
        }

        slot.Touch();
        return true;
    }

    /// <summary>A slot, without counting as a use of it. Null when there is none.</summary>
    public CacheSlot<T>? Peek(CacheKey key) => _slots.GetValueOrDefault(key);

    public CacheSlot<T> GetOrAdd(CacheKey key)
    {
        while (true)
        {
            if (TryGet(key, out CacheSlot<T>? slot))
            {
                return slot;
            }

            slot = new CacheSlot<T>(key, this);
            if (_slots.TryAdd(key, slot))
            {
                Enter(slot);
                return slot;
            }
        }
    }

    public long SizeOf(T? value) => value is null ? 0 : limits.SizeOf(value);

    /// <summary>Counts by how much a slot has grown, and makes room. Do not call it under a slot's lock.</summary>
    public void Grow(long bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        if (IsFull)
        {
            Evict();
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
        Interlocked.Increment(ref _count);
        Grow(SlotSize);
    }

    private void Evict()
    {
        int chances = MaxSecondChances;
        while (IsFull && _order.TryDequeue(out CacheSlot<T>? oldest))
        {
            if (chances > 0 && oldest.TakeTouch() && _slots.TryGetValue(oldest.Key, out CacheSlot<T>? current) && current == oldest)
            {
                chances--;
                _order.Enqueue(oldest);
            }
            else if (_slots.TryRemove(new KeyValuePair<CacheKey, CacheSlot<T>>(oldest.Key, oldest)))
            {
                Interlocked.Decrement(ref _count);
                Interlocked.Add(ref _bytes, -SlotSize - oldest.Evict());
                metrics.CacheEvicted();
            }
        }
    }
}
