using System.Collections.Concurrent;

namespace PostHogFeatureManagement.Events.Exposures;

/// <summary>
/// The exposures that need not be sent again. They are in two generations. When the younger one is full, the older one is forgotten. One that is met again
/// moves to the younger one, so those unused for longest go first. Reading needs no lock. Thread-safe.
/// </summary>
internal sealed class SeenExposures
{
    /// <summary>The size of a generation. At most twice as many are remembered.</summary>
    public const int GenerationSize = 50_000;

    private readonly Lock _adding = new();
    private volatile ConcurrentDictionary<UInt128, bool> _young = NewGeneration();
    private volatile ConcurrentDictionary<UInt128, bool> _old = NewGeneration();
    private int _youngCount;

    /// <summary>Whether the exposure has been seen.</summary>
    public bool Contains(UInt128 key) => _young.ContainsKey(key) || (_old.ContainsKey(key) && Promote(key));

    /// <summary>Like <see cref="Contains"/>, but does not count as meeting it again.</summary>
    public bool Knows(UInt128 key) => _young.ContainsKey(key) || _old.ContainsKey(key);

    /// <summary>Whether the exposure is new. It is remembered from then on.</summary>
    public bool TryAdd(UInt128 key)
    {
        lock (_adding)
        {
            if (_old.ContainsKey(key) || !_young.TryAdd(key, true))
            {
                return false;
            }

            Grow_NeedsLock();
            return true;
        }
    }

    /// <summary>Forgets an exposure, because it will not be sent after all.</summary>
    public void Forget(UInt128 key)
    {
        lock (_adding)
        {
            if (_young.TryRemove(key, out _))
            {
                _youngCount--;
            }
            else
            {
                _old.TryRemove(key, out _);
            }
        }
    }

    private static ConcurrentDictionary<UInt128, bool> NewGeneration() => new(concurrencyLevel: 1, capacity: 31);

    private bool Promote(UInt128 key)
    {
        lock (_adding)
        {
            if (!_old.TryRemove(key, out _))
            {
                return _young.ContainsKey(key);
            }

            _young.TryAdd(key, true);
            Grow_NeedsLock();
            return true;
        }
    }

    private void Grow_NeedsLock()
    {
        if (++_youngCount >= GenerationSize)
        {
            _old = _young;
            _young = NewGeneration();
            _youngCount = 0;
        }
    }
}
