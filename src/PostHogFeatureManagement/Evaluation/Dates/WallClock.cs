namespace PostHogFeatureManagement.Evaluation.Dates;

/// <summary>Finds the moment at which a wall clock showed a time (protocol §6.4).</summary>
internal static class WallClock
{
    /// <summary>Returns the earlier moment if there are two. Returns false for a time that the clock skipped.</summary>
    public static bool TryResolve(DateTime local, int nanoseconds, TimeZoneInfo zone, out Instant instant)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        instant = default;
        if (ReferenceEquals(zone, TimeZoneInfo.Utc))
        {
            instant = Instant.FromUtcTicks(local.Ticks, nanoseconds);
            return true;
        }

        if (zone.IsInvalidTime(local))
        {
            return false;
        }

        TimeSpan offset = zone.GetUtcOffset(local);
        if (zone.IsAmbiguousTime(local))
        {
            foreach (TimeSpan candidate in zone.GetAmbiguousTimeOffsets(local))
            {
                offset = candidate > offset ? candidate : offset;
            }
        }

        instant = Instant.FromUtcTicks(local.Ticks - offset.Ticks, nanoseconds);
        return true;
    }
}
