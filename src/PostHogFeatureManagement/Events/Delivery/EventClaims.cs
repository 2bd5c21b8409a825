using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Events.Exposures;
using PostHogFeatureManagement.Fleet;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>
/// Leaves out exposures that another instance sends. Each is claimed once, before its first attempt, and never on the path of a check. When the storage does
/// not answer, everything is sent. Thread-safe.
/// </summary>
internal sealed class EventClaims(
    SharedExposures shared,
    EventQueue queue,
    SeenExposures seen,
    IOptions<PostHogFeatureManagementOptions> options,
    [LibraryClock] TimeProvider time)
{
    // As many as are remembered as seen.
    private const int MostOfOthers = 2 * SeenExposures.GenerationSize;

    private readonly bool _isOn = options.Value.Events.ShareDeduplication && shared.IsPossible;
    private readonly Lock _lock = new();

    // The exposures that others send, oldest first. The other may be killed before it has sent them.
    private readonly Queue<(UInt128 Key, long At)> _ofOthers = new();

    /// <returns>The events that are sent here.</returns>
    public async ValueTask<IReadOnlyList<PreparedEvent>> ClaimAsync(IReadOnlyList<PreparedEvent> events, CancellationToken cancellationToken)
    {
        ForgetOld();
        PreparedEvent[] named = !_isOn ? []
            : [.. events.Where(static item => item.Source is Exposure).Select(item => item with { Claim = NameOf((Exposure)item.Source) })];
        if (named.Length == 0)
        {
            return events;
        }

        Guid[]? senders = await shared.ClaimAsync(
            [.. named.Select(static item => item.Claim!)], [.. named.Select(static item => item.Wire.Uuid)], cancellationToken).ConfigureAwait(false);
        return senders is null ? events : Keep(events, named, senders);
    }

    /// <summary>Lets others send exposures whose events are dropped here.</summary>
    public void Release(IEnumerable<PreparedEvent> dropped)
    {
        if (!_isOn)
        {
            return;
        }

        string[] names = [.. dropped.Select(static item => item.Claim).OfType<string>()];
        if (names.Length > 0)
        {
            _ = shared.ReleaseAsync(names);
        }
    }

    private string NameOf(Exposure exposure) => shared.NameOf(exposure.DistinctId, exposure.FlagKey, exposure.ValueText, exposure.Groups);

    private List<PreparedEvent> Keep(IReadOnlyList<PreparedEvent> events, PreparedEvent[] named, Guid[] senders)
    {
        var kept = new List<PreparedEvent>(events.Count);
        int next = 0;
        foreach (PreparedEvent item in events)
        {
            if (item.Source is not Exposure)
            {
                kept.Add(item);
                continue;
            }

            int index = next++;
            if (senders[index] == item.Wire.Uuid)
            {
                kept.Add(named[index]);
            }
            else
            {
                queue.Drop(item.Source, DropReason.SentByOther);
                Remember(item.Source.DeduplicationKey!.Value);
            }
        }

        return kept;
    }

    private void Remember(UInt128 key)
    {
        lock (_lock)
        {
            if (_ofOthers.Count < MostOfOthers)
            {
                _ofOthers.Enqueue((key, time.GetTimestamp()));
            }
        }
    }

    /// <summary>A claim lasts an hour. After that, the exposure is claimed again when it happens again.</summary>
    private void ForgetOld()
    {
        lock (_lock)
        {
            while (_ofOthers.TryPeek(out (UInt128 Key, long At) oldest) && time.GetElapsedTime(oldest.At) >= SharedExposures.Lifetime)
            {
                _ofOthers.Dequeue();
                seen.Forget(oldest.Key);
            }
        }
    }
}
