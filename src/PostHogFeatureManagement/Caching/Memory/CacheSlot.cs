namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>The slot of one key: its value, its last failure and its current load.</summary>
/// <param name="key">The key.</param>
/// <param name="memory">The memory that counts what the slot keeps. Null if it keeps nothing.</param>
internal sealed class CacheSlot<T>(CacheKey key, CacheMemory<T>? memory)
    where T : class
{
    private volatile CacheRecord<T>? _record;
    private volatile FetchFailure<T>? _failure;
    private volatile CacheFlight<T>? _flight;
    private volatile bool _isInvalid;
    private volatile bool _isTouched;
    private bool _isEvicted;
    private long _size;

    public CacheKey Key { get; } = key;

    public CacheMemory<T>? Memory => memory;

    public Lock Lock { get; } = new();

    public CacheRecord<T>? Record => _record;

    public FetchFailure<T>? Failure => _failure;

    public CacheFlight<T>? Flight => _flight;

    /// <summary>Whether the cache was cleared. A load in flight still answers its waiters, but must not store anything.</summary>
    public bool IsInvalid => _isInvalid;

    /// <summary>The last write to the distributed level. The next one follows it. Use it under the lock.</summary>
    public Task LastWrite { get; set; } = Task.CompletedTask;

    public void Touch()
    {
        if (!_isTouched)
        {
            _isTouched = true;
        }
    }

    /// <summary>Whether the slot was used since the last call or is loading.</summary>
    public bool TakeTouch()
    {
        bool wasTouched = _isTouched || _flight is not null;
        _isTouched = false;
        return wasTouched;
    }

    public void Invalidate()
    {
        lock (Lock)
        {
            _isInvalid = true;
            _record = null;
            _failure = null;
        }
    }

    /// <summary>The slot has left the memory, which no longer counts what a load still stores here.</summary>
    /// <returns>How many bytes its value takes.</returns>
    public long Evict()
    {
        lock (Lock)
        {
            _isEvicted = true;
            return _size;
        }
    }

    /// <returns>By how many bytes the slot has grown.</returns>
    public long Store_NeedsLock(CacheRecord<T> record)
    {
        _record = record;
        _failure = null;
        if (_isEvicted || memory is null)
        {
            return 0;
        }

        long before = _size;
        _size = memory.SizeOf(record.Value);
        return _size - before;
    }

    public void Fail_NeedsLock(FetchFailure<T> failure) => _failure = failure;

    public void Begin_NeedsLock(CacheFlight<T> flight) => _flight = flight;

    public void End_NeedsLock(CacheFlight<T> flight)
    {
        if (_flight == flight)
        {
            _flight = null;
        }
    }
}
