using System.Runtime.CompilerServices;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Events.Delivery;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Accesses;

namespace PostHogFeatureManagement.Events.Exposures;

/// <summary>
/// Makes exposures of accesses to flags. It is on the path of every check: a repeated check in a request ends at the request's own list, any other at the hash
/// by which exposures are remembered.
/// </summary>
internal sealed class ExposureObserver(
    ExposureRule rule,
    SeenExposures seen,
    PostHogMetrics metrics,
    EventPermission permission,
    EventSender sender,
    [LibraryClock] TimeProvider time) : IFlagObserver
{
    public void OnAccess(in FlagQuestion question, in FlagAnswer answer)
    {
        if (!rule.Counts(question, answer, out FlagResult result))
        {
            return;
        }

        string key = answer.FlagKey ?? question.Key;
        AccessedFlags? request = question.State is { } state ? RequestPins.Of(state).Accessed : null;
        AccessedFlag? accessed = request?.Add(key, question.Caller, result);
        if (accessed is not { IsReported: true } && rule.IsWanted(key, question))
        {
            Report(question, answer, key, result, request, accessed);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Report(in FlagQuestion question, in FlagAnswer answer, string key, in FlagResult result, AccessedFlags? request, AccessedFlag? accessed)
    {
        UInt128 hash = ExposureHash.Of(question.Caller, key, result);
        bool isSeen = seen.Contains(hash);
        if (!isSeen && (!sender.IsOpen || !permission.IsGiven(request)))
        {
            Refused(request, accessed);
            return;
        }

        if (accessed is not null)
        {
            accessed.IsReported = true;
        }

        if (!isSeen && seen.TryAdd(hash))
        {
            sender.Add(new Exposure(hash, key, question.Caller, result, answer, time.GetUtcNow()));
        }
        else
        {
            metrics.EventDeduplicated(isByOther: false);
        }
    }

    /// <summary>What the visitor of a request has refused stays refused for the request, and counts once.</summary>
    private void Refused(AccessedFlags? request, AccessedFlag? accessed)
    {
        if (request is { MayBeReported: false } && accessed is not null)
        {
            accessed.IsReported = true;
            metrics.EventsProcessed(1, DropCause.Consent);
        }
    }
}
