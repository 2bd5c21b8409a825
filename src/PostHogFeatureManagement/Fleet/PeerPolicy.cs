using PostHogFeatureManagement.Client.Resilience.Breaker;

namespace PostHogFeatureManagement.Fleet;

/// <summary>
/// Decides whether this instance follows the notes of others. It always follows two of them. It follows a single one only if its own calls do not show that
/// PostHog is well, so one bad node cannot blind the rest. A note counts for at most a break from when it was first seen, because the clock of its instance may
/// be ahead. Then this instance asks PostHog itself. Not thread-safe.
/// </summary>
internal sealed class PeerPolicy(Guid self, TimeSpan breakDuration, TimeProvider timeProvider)
{
    /// <summary>How many break durations to distrust a single instance after it proved wrong.</summary>
    private const int DistrustFactor = 10;

    private Dictionary<SharedBreakerNote, DateTimeOffset> _ends = [];
    private Guid _followed;
    private Guid _distrusted;
    private DateTimeOffset _distrustedUntil;
    private DateTimeOffset _honoured;

    /// <summary>How long to keep the circuit open; null to decide by this instance's own calls.</summary>
    public TimeSpan? Decide(IReadOnlyList<SharedBreakerNote> notes, bool isHealthyHere, BreakerStatus here)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        Learn(now, here);
        SharedBreakerNote[] others = OthersThatCount(notes, now);
        if (others.Length == 0 || (others.Length == 1 && IsDoubtful(others[0], now, isHealthyHere)))
        {
            return null;
        }

        DateTimeOffset until = others.Max(static note => note.OpenUntil);
        _followed = others.Length == 1 ? others[0].Instance : Guid.Empty;
        if (until == _honoured)
        {
            // This note was followed already.
            return null;
        }

        _honoured = until;
        return until - now;
    }

    private SharedBreakerNote[] OthersThatCount(IReadOnlyList<SharedBreakerNote> notes, DateTimeOffset now)
    {
        if (notes.Count == 0)
        {
            // They may only have been unreadable, and be back the next time.
            return [];
        }

        DateTimeOffset latest = now + breakDuration;
        _ends = notes
            .Where(note => note.Instance != self)
            .Distinct()
            .ToDictionary(
                static note => note,
                note => _ends.TryGetValue(note, out DateTimeOffset end) ? end : note.OpenUntil < latest ? note.OpenUntil : latest);
        return [.. _ends.Where(end => end.Value > now).Select(static end => end.Key with { OpenUntil = end.Value })];
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
