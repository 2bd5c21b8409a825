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

    // What was taken from the queue and is in no batch, the oldest first: an event that did not fit into the last one, or all of one that could not be made.
    private readonly Queue<PreparedEvent> _left = new();

    /// <summary>The next batch, which is empty if other instances send all of it. Null when nothing waits.</summary>
    public async Task<EventBatch?> TakeAsync(CancellationToken cancellationToken)
    {
        SwitchPhase phase = posthog.Phase;
        var events = new List<PreparedEvent>();
        try
        {
            lock (_taking)
            {
                Take_NeedsLock(events);
            }

            return events.Count == 0 ? null : new EventBatch(await claims.ClaimAsync(events, cancellationToken).ConfigureAwait(false), phase);
        }
        catch (Exception)
        {
            lock (_taking)
            {
                events.ForEach(_left.Enqueue);
            }

            throw;
        }
    }

    /// <summary>What was taken and is in no batch, when there will be no further one.</summary>
    public IReadOnlyList<PreparedEvent> TakeLeftOver()
    {
        lock (_taking)
        {
            PreparedEvent[] left = [.. _left];
            _left.Clear();
            return left;
        }
    }

    private void Take_NeedsLock(List<PreparedEvent> events)
    {
        int size = 0;
        while (events.Count < _batchSize && TakeOne_NeedsLock() is { } item)
        {
            if (events.Count > 0 && size + item.Wire.Size > LargestBatch)
            {
                _left.Enqueue(item);
                break;
            }

            events.Add(item);
            size += item.Wire.Size;
        }
    }

    private PreparedEvent? TakeOne_NeedsLock()
    {
        PreparedEvent? next = _left.TryDequeue(out PreparedEvent? left) ? left : null;
        while (next is null && queue.TryTake(out QueuedEvent? taken))
        {
            next = preparation.Prepare(taken);
        }

        return next;
    }
}
