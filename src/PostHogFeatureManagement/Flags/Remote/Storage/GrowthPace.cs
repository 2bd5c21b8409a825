namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// How often a table may grow. Each stage is stored as a whole, so a table that is young grows as it likes, and an old one at most once a minute. In the meantime
/// callers keep new outcomes for themselves. Thread-safe.
/// </summary>
internal sealed class GrowthPace(TimeProvider time)
{
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>How long a table is used at least.</summary>
    public static readonly TimeSpan ShortestEra = TimeSpan.FromHours(1);

    /// <summary>The pause is this part of the table's age at its last growth.</summary>
    private const int AgeFraction = 16;

    private long _beganAt;
    private long _grewAt;

    public bool IsDue
    {
        get
        {
            long grewAt = Volatile.Read(ref _grewAt);
            TimeSpan pause = time.GetElapsedTime(Volatile.Read(ref _beganAt), grewAt) / AgeFraction;
            return time.GetElapsedTime(grewAt) >= (pause < LongestPause ? pause : LongestPause);
        }
    }

    /// <summary>Whether the table is old enough for another to begin. Otherwise texts that never repeat could fill one after the other.</summary>
    public bool MayBeginAgain => time.GetElapsedTime(Volatile.Read(ref _beganAt)) >= ShortestEra;

    /// <param name="isNew">Whether this is the first stage of a table.</param>
    public void HasGrown(bool isNew)
    {
        long now = time.GetTimestamp();
        if (isNew)
        {
            Volatile.Write(ref _beganAt, now);
        }

        Volatile.Write(ref _grewAt, now);
    }
}
