using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Events.Delivery;

namespace PostHogFeatureManagement.Events;

/// <summary>Counts the events that are not sent, and tells it once a minute instead of once for each. Thread-safe.</summary>
internal sealed class EventDrops(LogThrottle throttle, PostHogMetrics metrics, StatusSignals signals, ILogger<EventSender> logger)
{
    public static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    private static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();

    private readonly long[] _counts = new long[Reasons.Length];
    private readonly long[] _told = new long[Reasons.Length];

    public long Count(DropReason reason) => Interlocked.Read(ref _counts[(int)reason]);

    /// <param name="reason">Why it is not sent.</param>
    /// <param name="exportError">How sending it failed. Null when it was not handed over for sending.</param>
    public void Add(DropReason reason, string? exportError)
    {
        Interlocked.Increment(ref _counts[(int)reason]);
        if (!IsIntended(reason))
        {
            signals.EventDropped();
        }

        if (exportError is not null)
        {
            metrics.EventsExported(1, exportError);
        }
        else if (reason == DropReason.SentByOther)
        {
            metrics.EventDeduplicated(isByOther: true);
        }
        else
        {
            metrics.EventsProcessed(1, DropCause.Of(reason));
        }
    }

    /// <summary>Tells what has not been told, unless something was told less than a minute ago. Called by one thread at a time.</summary>
    public void Report()
    {
        foreach (DropReason reason in Reasons)
        {
            long dropped = Count(reason) - _told[(int)reason];
            if (dropped > 0 && !IsIntended(reason) && throttle.IsDue(LogEvents.EventsDropped, reason.ToString(), ReportInterval))
            {
                _told[(int)reason] += dropped;
                logger.EventsDropped(dropped, Describe(reason));
            }
        }
    }

    // Those at the stop are told there.
    private static bool IsIntended(DropReason reason) =>
        reason is DropReason.BeforeSend or DropReason.SentByOther or DropReason.SwitchedOff or DropReason.Stopped;

    private static string Describe(DropReason reason) => reason switch
    {
        DropReason.QueueFull => "more events wait than Events:QueueCapacity",
        DropReason.MemoryFull => "the waiting events take 32 MiB",
        DropReason.TooLarge => "an event is larger than PostHog takes",
        DropReason.QuotaLimited => "the project has used up its quota of events",
        DropReason.Expired => "PostHog has not taken them for 10 minutes",
        _ => "PostHog refuses them",
    };
}
