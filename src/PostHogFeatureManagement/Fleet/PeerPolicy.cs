using PostHogFeatureManagement.Client.Resilience.Breaker;

namespace PostHogFeatureManagement.Fleet;

/// <summary>
/// Decides whether this instance follows the notes of others. It always follows two of them. It follows a single one only if its own calls do not show that
/// PostHog is well, so one bad node cannot blind the rest. Not thread-safe.
/// </summary>
internal sealed class PeerPolicy(Guid self, TimeSpan breakDuration, TimeProvider timeProvider)
{
    /// <summary>How many break durations to distrust a single instance after it proved wrong.</summary>
    private const int DistrustFactor = 10;

    private Guid _followed;
    private Guid _distrusted;
    private DateTimeOffset _distrustedUntil;
    private DateTimeOffset _honoured;

    /// <summary>How long to keep the circuit open; null to decide by this instance's own calls.</summary>
    public TimeSpan? Decide(IReadOnlyList<SharedBreakerNote> notes, bool isHealthyHere, BreakerStatus here)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        Learn(now, here);
        SharedBreakerNote[] others = [.. notes.Where(note => note.Instance != self && note.OpenUntil > now)];
        if (others.Length == 0 || (others.Length == 1 && IsDoubtful(others[0], now, isHealthyHere)))
        {
            return null;
        }

        DateTimeOffset until = others.Max(static note => note.OpenUntil);
        _followed = others.Length == 1 ? others[0].Instance : Guid.Empty;
        if (until == _honoured)
        {
            // This note was followed already. An instance whose clock is ahead must not hold others back for longer than a break.
            return null;
        }

        _honoured = until;
        return until - now;
    }

    private bool IsDoubtful(SharedBreakerNote note, DateTimeOffset now, bool isHealthyHere)
    {
        if (note.Instance != _distrusted || now >= _distrustedUntil)
        {
            return isHealthyHere;
        }

        _distrustedUntil = now + (breakDuration * DistrustFactor);
        return true;
    }

    /// <summary>
    /// If the circuit closed after following one instance, the probe succeeded here, so only that instance had trouble. Trouble here ends the distrust.
    /// </summary>
    private void Learn(DateTimeOffset now, BreakerStatus here)
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
