namespace PostHogFeatureManagement.AspNetCore;

/// <summary>Limits calls to one per second, after 10 at once. Thread-safe.</summary>
internal sealed class RefreshLimit(TimeProvider timeProvider)
{
    private const double AtOnce = 10;
    private const double PerSecond = 1;

    private readonly Lock _counting = new();
    private double _left = AtOnce;
    private long _countedAt = timeProvider.GetTimestamp();

    public bool TryTake()
    {
        lock (_counting)
        {
            long now = timeProvider.GetTimestamp();
            _left = Math.Min(AtOnce, _left + (timeProvider.GetElapsedTime(_countedAt, now).TotalSeconds * PerSecond));
            _countedAt = now;
            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
