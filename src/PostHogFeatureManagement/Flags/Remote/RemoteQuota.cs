namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>
/// Remembers that the project's quota is used up: nobody asks for a while, then one caller tries, and the while doubles up to a limit. Safe for concurrent use.
/// </summary>
internal sealed class RemoteQuota(TimeProvider time)
{
    public static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private long? _pausedAt;
    private TimeSpan _pause;
    private bool _isTrying;

    /// <summary>Whether to ask PostHog. Of those who ask after a pause one is told to.</summary>
    public bool TryEnter()
    {
        lock (_gate)
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

    /// <summary>PostHog said that the quota is used up. True when that is news. Requests that were under way already do not lengthen the pause.</summary>
    public bool Exceeded()
    {
        lock (_gate)
        {
            bool isNews = _pausedAt is null;
            if (isNews || _isTrying)
            {
                _pause = isNews ? FirstPause : Min(_pause * 2, LongestPause);
                _pausedAt = time.GetTimestamp();
                _isTrying = false;
            }

            return isNews;
        }
    }

    /// <summary>PostHog answered.</summary>
    public void Restored()
    {
        if (_pausedAt is null)
        {
            return;
        }

        lock (_gate)
        {
            _pausedAt = null;
        }
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
