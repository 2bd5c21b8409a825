using System.Collections.Concurrent;
using System.Text.Json;
using PostHogFeatureManagement.Benchmarks.LongRun.Troubles;
using PostHogFeatureManagement.Benchmarks.LongRun.Users;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Checks;

/// <summary>Compares the exposures that PostHog received with what pages showed to visitors who agreed to that. Thread-safe, except to compare.</summary>
internal sealed class ExposureLedger(TroubleTimes troubles, RunClock clock)
{
    /// <summary>For how long one instance claims an exposure for all.</summary>
    private static readonly TimeSpan ClaimLasts = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string DistinctId, string Flag, string Value), bool> _shown = new();
    private readonly ConcurrentDictionary<(string DistinctId, string Flag, string Value), List<PostHogEmulatorEvent>> _received = new();

    /// <summary>The pairs of visitor and answer that were shown, as far as pages tell the answer.</summary>
    public int Shown => _shown.Values.Count(static isCertain => isCertain);

    public int Received => _received.Values.Sum(static events => events.Count);

    /// <summary>Exposures that were sent again where the promise allows it: Redis was away or restarted empty in between.</summary>
    public int SentAgain { get; private set; }

    public void Show(Shown shown)
    {
        foreach (ShownFlag flag in shown.Page.Flags.Where(flag => flag.IsExposed && shown.Visitor.HasConsent))
        {
            // The exposure of a flag without a value is possible, and a page does not always tell it from one that is off.
            bool isCertain = flag.Values is [not ShownFlag.NoValue];
            foreach (string value in flag.Values)
            {
                _shown.AddOrUpdate((shown.Visitor.DistinctId, flag.Key, value), isCertain, (_, wasCertain) => wasCertain || isCertain);
            }
        }
    }

    public void Receive(PostHogEmulatorEvent received)
    {
        JsonElement value = received.Properties.GetProperty("$feature_flag_response");
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        _received.GetOrAdd((received.DistinctId, received.Properties.GetProperty("$feature_flag").GetString()!, text), static _ => []).Add(received);
    }

    /// <param name="lost">Answers that were shown without an exposure.</param>
    /// <param name="invented">Exposures of answers that were not shown.</param>
    /// <param name="repeated">Exposures that were sent more often than promised.</param>
    public void Compare(Findings lost, Findings invented, Findings repeated)
    {
        foreach (((string DistinctId, string Flag, string Value) exposure, bool isCertain) in _shown)
        {
            if (isCertain && !_received.ContainsKey(exposure))
            {
                lost.Add($"{exposure}");
            }
        }

        foreach (((string DistinctId, string Flag, string Value) exposure, List<PostHogEmulatorEvent> events) in _received)
        {
            if (!_shown.ContainsKey(exposure))
            {
                invented.Add($"{exposure}");
            }

            if (events.Count > 1)
            {
                Compare(exposure, events, repeated);
            }
        }
    }

    /// <summary>An instance sends an exposure once. Another sends it, too, only if they could not tell each other.</summary>
    private void Compare((string DistinctId, string Flag, string Value) exposure, List<PostHogEmulatorEvent> events, Findings repeated)
    {
        TimeSpan first = clock.Of(events.Min(static one => one.Timestamp!.Value));
        TimeSpan last = clock.Of(events.Max(static one => one.ReceivedAt));
        bool isAllowed = events.Count <= LongRunPlan.Instances && (troubles.Claims.Touches(first, last) || last - first >= ClaimLasts);
        if (isAllowed)
        {
            SentAgain += events.Count - 1;
        }
        else
        {
            repeated.Add(FormattableString.Invariant($"{exposure}: {events.Count} times from {first.TotalSeconds:0.0} s to {last.TotalSeconds:0.0} s"));
        }
    }
}
