namespace PostHogFeatureManagement.Resilience;

/// <summary>
/// Stops calls to something that fails. Failures in a row start a pause; after it, one call probes. A failed probe starts the next pause, twice as long up to a
/// limit, and only a probe that succeeds ends the pauses. Calls that began before a pause change nothing. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="failuresToPause">How many failures in a row start a pause.</param>
/// <param name="firstPause">The first pause.</param>
/// <param name="longestPause">The longest pause.</param>
internal sealed class ProbeGate(TimeProvider time, int failuresToPause, TimeSpan firstPause, TimeSpan longestPause)
{
    private readonly Lock _lock = new();
    private int _failures;
    private long? _pausedAt;
    private TimeSpan _pause;
    private bool _isProbeDue;

    /// <summary>
    /// Whether calls are stopped at the moment. No longer than twice the pause after the last call: where nothing calls, nothing is known to fail, and health must
    /// not report an old failure forever.
    /// </summary>
    public bool IsPaused
    {
        get
        {
            lock (_lock)
            {
                return _pausedAt is { } pausedAt && time.GetElapsedTime(pausedAt) < _pause * 2;
            }
        }
    }

    /// <summary>Whether to make a call. After the pause, only one caller is told to probe. If its probe never ends, another follows after the same time.</summary>
    public ProbeAdmission Enter()
    {
        lock (_lock)
        {
            if (_pausedAt is not { } pausedAt)
            {
                return ProbeAdmission.Call;
            }

            if (!_isProbeDue && time.GetElapsedTime(pausedAt) < _pause)
            {
                return ProbeAdmission.Skip;
            }

            _isProbeDue = false;
            _pausedAt = time.GetTimestamp();
            return ProbeAdmission.Probe;
        }
    }

    /// <summary>Takes back the admission of a call that was not made. If it was the probe, the next call probes.</summary>
    public void TakeBack(ProbeAdmission admission)
    {
        lock (_lock)
        {
            _isProbeDue |= admission == ProbeAdmission.Probe;
        }
    }

    /// <summary>Records a call that succeeded. True when it ended a pause.</summary>
    public bool Succeeded(ProbeAdmission admission)
    {
        lock (_lock)
        {
            bool isPaused = _pausedAt is not null;
            if (isPaused && admission != ProbeAdmission.Probe)
            {
                return false;
            }

            _pausedAt = null;
            _failures = 0;
            return isPaused;
        }
    }

    /// <summary>Records a call that failed. True when it started the first pause.</summary>
    public bool Failed(ProbeAdmission admission)
    {
        lock (_lock)
        {
            bool isPaused = _pausedAt is not null;
            if (isPaused ? admission != ProbeAdmission.Probe : ++_failures < failuresToPause)
            {
                return false;
            }

            _pause = !isPaused ? firstPause : _pause * 2 < longestPause ? _pause * 2 : longestPause;
            _pausedAt = time.GetTimestamp();
            _isProbeDue = false;
            return !isPaused;
        }
    }
}
