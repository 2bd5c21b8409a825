namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>The place of one key: its value, its last failure and the load under way.</summary>
internal sealed class CacheSlot<T>(CacheKey key)
    where T : class
{
    private volatile CacheRecord<T>? _record;
    private volatile FetchFailure<T>? _failure;
    private volatile CacheFlight<T>? _flight;
    private volatile bool _isInvalid;
    private volatile bool _isTouched;

    public CacheKey Key { get; } = key;

    public Lock Gate { get; } = new();

    public CacheRecord<T>? Record => _record;

    public FetchFailure<T>? Failure => _failure;

    public CacheFlight<T>? Flight => _flight;

    /// <summary>Removed by invalidation: a load still under way may answer its waiters, but must leave nothing behind.</summary>
    public bool IsInvalid => _isInvalid;

    /// <summary>Set while the distributed level may still hold what was invalidated.</summary>
    public bool SkipsDistributed { get; set; }

    /// <summary>The last write to the distributed level; the next one follows it. Under the lock.</summary>
    public Task LastWrite { get; set; } = Task.CompletedTask;

    public void Touch()
    {
        if (!_isTouched)
        {
            _isTouched = true;
        }
    }

    /// <summary>Whether the slot was used since the last call, or is in use.</summary>
    public bool TakeTouch()
    {
        bool wasTouched = _isTouched || _flight is not null;
        _isTouched = false;
        return wasTouched;
    }

    public void Invalidate()
    {
        lock (Gate)
        {
            _isInvalid = true;
            _record = null;
            _failure = null;
        }
    }

    public void Store_NeedsLock(CacheRecord<T> record)
    {
        _record = record;
        _failure = null;
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
