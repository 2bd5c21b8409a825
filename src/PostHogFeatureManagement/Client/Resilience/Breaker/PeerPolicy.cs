using PostHogFeatureManagement.Caching.Distributed;

namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>
/// Decides whether other instances' markers are followed. Two of them always are; a single one only by an instance whose own calls do not say
/// otherwise, so that one bad node cannot blind the rest. Not thread-safe.
/// </summary>
internal sealed class PeerPolicy(Guid self, TimeSpan breakDuration, TimeProvider timeProvider)
{
    /// <summary>How long an instance that was followed and proved wrong is not followed alone, in break durations.</summary>
    private const int DistrustFactor = 10;

    private Guid _followed;
    private Guid _distrusted;
    private DateTimeOffset _distrustedUntil;
    private DateTimeOffset _honoured;

    /// <summary>How long to stay away; null to decide by this instance's own calls.</summary>
    public TimeSpan? Judge(IReadOnlyList<SharedBreakerMarker> markers, bool isHealthyHere, PipelineStatus here)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        Learn(now, here);
        SharedBreakerMarker[] others = [.. markers.Where(marker => marker.Instance != self && marker.OpenUntil > now)];
        if (others.Length == 0 || (others.Length == 1 && IsDoubtful(others[0], now, isHealthyHere)))
        {
            return null;
        }

        DateTimeOffset until = others.Max(static marker => marker.OpenUntil);
        _followed = others.Length == 1 ? others[0].Instance : Guid.Empty;
        if (until == _honoured)
        {
            // Already followed: an instance whose clock is ahead must not keep others away for longer than a break.
            return null;
        }

        _honoured = until;
        return until - now;
    }

    private bool IsDoubtful(SharedBreakerMarker marker, DateTimeOffset now, bool isHealthyHere)
    {
        if (marker.Instance != _distrusted || now >= _distrustedUntil)
        {
            return isHealthyHere;
        }

        _distrustedUntil = now + (breakDuration * DistrustFactor);
        return true;
    }

    /// <summary>Closed again after following one instance: the probe succeeded here, so the trouble was that instance's own. Trouble here ends the distrust.</summary>
    private void Learn(DateTimeOffset now, PipelineStatus here)
    {
        if (here.IsOwnTrouble)
        {
            _followed = _distrusted = Guid.Empty;
        }
        else if (_followed != Guid.Empty && here.State == BreakerState.Closed)
        {
            _distrusted = _followed;
            _distrustedUntil = now + (breakDuration * DistrustFactor);
            _followed = Guid.Empty;
        }
    }
}
