using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>Sends what is left when the application stops: one attempt for each batch, several at a time.</summary>
internal sealed class EventDrain(EventQueue queue, EventBatcher batcher, EventDelivery delivery, ILogger<EventSender> logger)
{
    private const int BatchesAtATime = 3;

    /// <param name="rest">Batches that PostHog has not taken yet.</param>
    /// <param name="abort">Ends it. What is left then is dropped and counted.</param>
    public async Task RunAsync(Stack<EventBatch> rest, CancellationToken abort)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, BatchesAtATime).Select(_ => SendAsync(rest, abort))).ConfigureAwait(false);
        }
        finally
        {
            DropAll(rest);
        }
    }

    /// <summary>Drops everything that waits.</summary>
    public void DropAll(Stack<EventBatch> rest)
    {
        while (Pop(rest) is { } left)
        {
            delivery.Drop(left, DropReason.Stopped);
        }

        delivery.Drop(batcher.TakeLeftOver(), DropReason.Stopped);
        queue.DropAll(DropReason.Stopped);
    }

    private static EventBatch? Pop(Stack<EventBatch> rest)
    {
        lock (rest)
        {
            return rest.TryPop(out EventBatch? batch) ? batch : null;
        }
    }

    private async Task SendAsync(Stack<EventBatch> rest, CancellationToken abort)
    {
        var batches = new Stack<EventBatch>();
        try
        {
            while (!abort.IsCancellationRequested && (Pop(rest) ?? await batcher.TakeAsync(abort).ConfigureAwait(false)) is { } batch)
            {
                batches.Push(batch);
                await delivery.SendAsync(batches, attempts: 1, abort, abort).ConfigureAwait(false);
                DropLeft(batches);
            }
        }
        catch (Exception exception)
        {
            // The other lines go on, and what is left in the end is dropped and counted.
            if (!abort.IsCancellationRequested)
            {
                logger.EventsBroke(exception);
            }

            DropLeft(batches);
        }
    }

    private void DropLeft(Stack<EventBatch> batches)
    {
        while (batches.TryPop(out EventBatch? left))
        {
            delivery.Drop(left, DropReason.Stopped);
        }
    }
}
