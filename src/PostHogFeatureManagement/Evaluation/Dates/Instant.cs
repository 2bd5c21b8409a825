namespace PostHogFeatureManagement.Evaluation.Dates;

/// <summary>A moment with nanosecond precision, as the server compares it (protocol §6.4).</summary>
/// <param name="Seconds">Whole seconds since 1970 (UTC), rounded down.</param>
/// <param name="Nanoseconds">The rest of the second, 0 to 999 999 999.</param>
internal readonly record struct Instant(long Seconds, int Nanoseconds) : IComparable<Instant>
{
    private const int NanosecondsPerSecond = 1_000_000_000;
    private const long UnixEpochSeconds = 62_135_596_800;

    /// <summary>A moment earlier than any date that can be written.</summary>
    public static Instant BeforeAll => new(long.MinValue, 0);

    /// <summary>Converts seconds since 1970, with or without a fraction. Returns false for a number outside any calendar.</summary>
    public static bool TryFromUnixSeconds(double seconds, out Instant instant)
    {
        instant = default;
        const double Limit = 8_000_000_000_000;
        if (!(Math.Abs(seconds) < Limit))
        {
            return false;
        }

        double whole = Math.Floor(seconds);
        int nanoseconds = (int)((seconds - whole) * NanosecondsPerSecond);
        instant = new Instant((long)whole, nanoseconds);
        return true;
    }

    /// <param name="ticks">100-nanosecond steps since the year 1, UTC.</param>
    /// <param name="nanoseconds">Nanoseconds past the whole second. The fraction in the ticks is ignored.</param>
    public static Instant FromUtcTicks(long ticks, int nanoseconds) =>
        new((ticks / TimeSpan.TicksPerSecond) - UnixEpochSeconds, nanoseconds);

    public int CompareTo(Instant other)
    {
        int order = Seconds.CompareTo(other.Seconds);
        return order != 0 ? order : Nanoseconds.CompareTo(other.Nanoseconds);
    }
}
