namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>
/// Remembers that the project's quota is used up. No request is sent during a pause; then one caller tries, and the pause doubles up to a limit. Thread-safe.
/// </summary>
internal sealed class RemoteQuota(TimeProvider time)
{
    public static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private long? _pausedAt;
    private TimeSpan _pause;
    private bool _isTrying;

    /// <summary>Whether to ask PostHog. After a pause, only one caller is told to.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_pausedAt is not { } pausedAt)
            {
                return true;
            }

            if (time.GetElapsedTime(pausedAt) < _pause)
            {
                return false;
            }

            _pausedAt = time.GetTimestamp();
            _isTrying = true;
            return true;
        }
    }

    /// <summary>Records that the quota is used up. True when that is new. Requests already in flight do not lengthen the pause.</summary>
    public bool Exceeded()
    {
        lock (_lock)
        {
            bool isNew = _pausedAt is null;
            if (isNew || _isTrying)
            {
                _pause = isNew ? FirstPause : Min(_pause * 2, LongestPause);
                _pausedAt = time.GetTimestamp();
                _isTrying = false;
            }

            return isNew;
        }
    }

    /// <summary>Records that PostHog answered.</summary>
    public void Restored()
    {
        if (_pausedAt is null)
        {
            return;
        }

        lock (_lock)
        {
            _pausedAt = null;
        }
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
