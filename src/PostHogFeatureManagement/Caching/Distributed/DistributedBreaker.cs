namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// Stops calls to a failing distributed cache. A few failures in a row start a pause; then one probe decides. Thread-safe.
/// </summary>
internal sealed class DistributedBreaker(TimeProvider time)
{
    public const int FailuresToOpen = 3;
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private int _failures;
    private long? _pausedAt;

    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _pausedAt is not null;
            }
        }
    }

    /// <summary>Whether to call the cache. After the pause, only one caller is told to probe.</summary>
    public DistributedAdmission Enter()
    {
        lock (_lock)
        {
            if (_pausedAt is not { } pausedAt)
            {
                return DistributedAdmission.Call;
            }

            if (time.GetElapsedTime(pausedAt) < Pause)
            {
                return DistributedAdmission.Skip;
            }

            _pausedAt = time.GetTimestamp();
            return DistributedAdmission.Probe;
        }
    }

    /// <summary>Records a success. True when it ended a pause, which only a probe can.</summary>
    public bool Succeeded(DistributedAdmission admission)
    {
        lock (_lock)
        {
            if (_pausedAt is not null && admission != DistributedAdmission.Probe)
            {
                return false;
            }

            bool ended = _pausedAt is not null;
            _pausedAt = null;
            _failures = 0;
            return ended;
        }
    }

    /// <summary>Records a call that failed or took too long. True when it started a pause.</summary>
    public bool Failed()
    {
        lock (_lock)
        {
            if (_pausedAt is not null || ++_failures < FailuresToOpen)
            {
                return false;
            }

            _pausedAt = time.GetTimestamp();
            return true;
        }
    }
}
