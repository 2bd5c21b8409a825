using System.Collections.Concurrent;

namespace PostHogFeatureManagement.Diagnostics.Telemetry;

/// <summary>
/// Bounds the series of the counter of evaluations. What tells them apart is chosen in PostHog, and a large project has more than a collector keeps. Beyond the
/// bound, flag and variant become <see cref="TelemetryTags.Other"/>. Thread-safe.
/// </summary>
internal sealed class EvaluationSeries
{
    /// <summary>The most series, with those of <see cref="TelemetryTags.Other"/>. OpenTelemetry's own limit for an instrument is 2 000.</summary>
    public const int Limit = 1_500;

    /// <summary>Each reason may have a series without flag and variant.</summary>
    private const int MostKnown = Limit - EvaluationReason.Count;

    private readonly ConcurrentDictionary<Series, bool> _known = new();
    private int _count;

    /// <summary>Whether there is a series for these values.</summary>
    public bool Admits(string key, string variant, string reason)
    {
        var series = new Series(key, variant, reason);
        if (_known.ContainsKey(series))
        {
            return true;
        }

        if (!Room.TryTake(ref _count, MostKnown, key))
        {
            return false;
        }

        _known.TryAdd(series, true);
        return true;
    }

    private readonly record struct Series(string Key, string Variant, string Reason);
}
