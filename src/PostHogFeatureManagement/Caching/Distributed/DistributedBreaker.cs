namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// Keeps a failing distributed cache out of the way: a few failures in a row close it off for a pause, then one probe decides. Safe for concurrent use.
/// </summary>
internal sealed class DistributedBreaker(TimeProvider time)
{
    public const int FailuresToOpen = 3;
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private int _failures;
    private long? _pausedAt;

    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _pausedAt is not null;
            }
        }
    }

    /// <summary>Whether to call. Of those who ask after the pause one is told to probe.</summary>
    public DistributedAdmission Enter()
    {
        lock (_gate)
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

    /// <summary>A call went well. True when that ended a pause; only the probe does.</summary>
    public bool Succeeded(DistributedAdmission admission)
    {
        lock (_gate)
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

    /// <summary>A call failed or took too long. True when that began a pause.</summary>
    public bool Failed()
    {
        lock (_gate)
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
