using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>Takes events from the queue and makes batches of them, by number and by bytes. Thread-safe; one batch is made at a time.</summary>
internal sealed class EventBatcher(
    EventQueue queue,
    EventPreparation preparation,
    EventClaims claims,
    PostHogSwitch posthog,
    IOptions<PostHogFeatureManagementOptions> options)
{
    /// <summary>The most bytes of events in a request. PostHog takes about 20 MiB.</summary>
    public const int LargestBatch = 4 * 1024 * 1024;

    private readonly int _batchSize = options.Value.Events.FullBatch;
    private readonly Lock _taking = new();

    // It did not fit into the batch before.
    private PreparedEvent? _next;

    /// <summary>The next batch, which is empty if other instances send all of it. Null when nothing waits.</summary>
    public async Task<EventBatch?> TakeAsync(CancellationToken cancellationToken)
    {
        SwitchPhase phase = posthog.Phase;
        List<PreparedEvent> events;
        lock (_taking)
        {
            events = Take_NeedsLock();
        }

        return events.Count == 0 ? null : new EventBatch(await claims.ClaimAsync(events, cancellationToken).ConfigureAwait(false), phase);
    }

    /// <summary>The event that did not fit into the last batch, when there will be no further one.</summary>
    public IReadOnlyList<PreparedEvent> TakeLeftOver() => Interlocked.Exchange(ref _next, null) is { } left ? [left] : [];

    private List<PreparedEvent> Take_NeedsLock()
    {
        var events = new List<PreparedEvent>();
        int size = 0;
        while (events.Count < _batchSize && TakeOne_NeedsLock() is { } item)
        {
            if (events.Count > 0 && size + item.Wire.Size > LargestBatch)
            {
                _next = item;
                break;
            }

            events.Add(item);
            size += item.Wire.Size;
        }

        return events;
    }

    private PreparedEvent? TakeOne_NeedsLock()
    {
        PreparedEvent? next = _next;
        _next = null;
        while (next is null && queue.TryTake(out QueuedEvent? taken))
        {
            next = preparation.Prepare(taken);
        }

        return next;
    }
}
