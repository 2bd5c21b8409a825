using System.Diagnostics;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>One change of the definitions, in ticks of the monotonic clock.</summary>
/// <param name="At">When PostHog had it.</param>
/// <param name="Served">When the first instance got it.</param>
/// <param name="Seen">When each instance answered from it.</param>
/// <param name="IsSettled">Whether all of them did.</param>
internal sealed record Flip(long At, long? Served, IReadOnlyList<long> Seen, bool IsSettled)
{
    /// <summary>The time from the first instance that got the change to each of them.</summary>
    public IEnumerable<TimeSpan> Spread => Served is { } served ? Seen.Select(seen => seen > served ? Stopwatch.GetElapsedTime(served, seen) : TimeSpan.Zero) : [];

    /// <summary>The time from the change to each instance.</summary>
    public IEnumerable<TimeSpan> Total => Seen.Select(seen => Stopwatch.GetElapsedTime(At, seen));
}
