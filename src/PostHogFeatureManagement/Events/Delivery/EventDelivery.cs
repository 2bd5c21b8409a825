using System.Diagnostics;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>
/// Sends batches: again after passing failures, in halves when an event may be at fault. <see cref="DeliveryRules"/> says which. An event that is done with
/// leaves its batch, and one that cannot be sent now stays in it. Thread-safe for different batches.
/// </summary>
internal sealed class EventDelivery(
    IPostHogClient client,
    EventQueue queue,
    EventClaims claims,
    DeliveryReport report,
    PostHogMetrics metrics,
    IOptions<PostHogFeatureManagementOptions> options,
    Jitter jitter,
    [LibraryClock] TimeProvider time)
{
    private const double DelayJitter = 0.25;

    private readonly PostHogEventsProtocol _protocol = options.Value.Events.Protocol;

    /// <summary>How many attempts at a batch follow each other.</summary>
    public int Attempts { get; } = options.Value.Events.MaxRetryAttempts + 1;

    /// <summary>Sends batches until they are done with, or until PostHog does not take one. That one and those after it stay.</summary>
    /// <param name="batches">The batches, the one to begin with on top.</param>
    /// <param name="attempts">How many attempts at a batch follow each other.</param>
    /// <param name="stop">Ends the pauses between attempts.</param>
    /// <param name="abort">Ends an attempt.</param>
    /// <returns>After which pause to go on with what is left. Null when nothing is.</returns>
    public async Task<TimeSpan?> SendAsync(Stack<EventBatch> batches, int attempts, CancellationToken stop, CancellationToken abort)
    {
        while (batches.TryPeek(out EventBatch? batch))
        {
            if (batch.Events.Count == 0)
            {
                batches.Pop();
                continue;
            }

            WireAnswer<EventsResponse> answer = await TryAsync(batch, attempts, stop, abort).ConfigureAwait(false);
            DeliveryStep step = DeliveryRules.StepAfter(answer, _protocol);
            if (step is DeliveryStep.Again or DeliveryStep.Refused)
            {
                TimeSpan pause = PauseAfter(answer, step);
                report.PutOff(answer, step, pause);
                if (time.GetElapsedTime(batch.TriedAt!.Value) + pause > DeliveryRules.LongestDelivery)
                {
                    batches.Pop();
                    Drop(batch, DropReason.Expired);
                }

                return pause;
            }

            batches.Pop();
            End(batch, answer, step, batches);
        }

        return null;
    }

    public void Drop(EventBatch batch, DropReason reason) => Drop(batch.Events, reason, batch.TriedAt is null ? null : batch.Error ?? ExportErrors.Timeout);

    /// <param name="events">The events.</param>
    /// <param name="reason">Why.</param>
    /// <param name="exportError">How sending them failed. Null when they were not handed over for sending.</param>
    public void Drop(IReadOnlyList<PreparedEvent> events, DropReason reason, string? exportError = null)
    {
        claims.Release(events);
        foreach (PreparedEvent dropped in events)
        {
            queue.Drop(dropped.Source, reason, exportError);
        }
    }

    private async Task<WireAnswer<EventsResponse>> TryAsync(EventBatch batch, int attempts, CancellationToken stop, CancellationToken abort)
    {
        using Activity? activity = PostHogActivities.StartRoot(PostHogActivities.EventsExport);
        Begin(batch);
        for (int attempt = 1; ; attempt++)
        {
            WireAnswer<EventsResponse> answer = batch.Phase.Ended.IsCancellationRequested
                ? new(null, WireFailure.SwitchedOff)
                : await client.SendEventsAsync(batch.Attempt(attempt), abort).ConfigureAwait(false);
            activity?.SetTag(TelemetryTags.RetryCount, attempt - 1);
            batch.Error = answer.Value is null ? ExportErrors.Of(answer) : null;
            if (DeliveryRules.StepAfter(answer, _protocol) != DeliveryStep.Again)
            {
                return answer;
            }

            if (answer.Value is { } response)
            {
                Release(batch.Keep(response.WantedAgain));
            }

            if (attempt >= attempts)
            {
                return answer;
            }

            await Task.Delay(DelayAfter(answer, attempt), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                return answer;
            }
        }
    }

    private void Begin(EventBatch batch)
    {
        if (batch.TriedAt is null)
        {
            batch.TriedAt = time.GetTimestamp();
            metrics.EventsProcessed(batch.Events.Count);
        }
    }

    private TimeSpan DelayAfter(in WireAnswer<EventsResponse> answer, int attempt)
    {
        TimeSpan delay = jitter.Spread(DeliveryRules.DelayAfter(attempt), DelayJitter);
        TimeSpan asked = DeliveryRules.Clamp(answer.RetryAfter, _protocol);
        return delay > asked ? delay : asked;
    }

    private TimeSpan PauseAfter(in WireAnswer<EventsResponse> answer, DeliveryStep step)
    {
        TimeSpan pause = step == DeliveryStep.Refused ? DeliveryRules.RefusedPause : DeliveryRules.Pause;
        TimeSpan asked = DeliveryRules.Clamp(answer.RetryAfter, _protocol);
        return pause > asked ? pause : asked;
    }

    private void End(EventBatch batch, in WireAnswer<EventsResponse> answer, DeliveryStep step, Stack<EventBatch> batches)
    {
        if (step == DeliveryStep.Taken)
        {
            report.Taken();
            Release(batch.Events);
        }
        else if (step == DeliveryStep.Halve && batch.Events.Count > 1)
        {
            (EventBatch older, EventBatch newer) = batch.Halve();
            batches.Push(newer);
            batches.Push(older);
        }
        else
        {
            if (answer.Failure != WireFailure.SwitchedOff && answer.Failure != WireFailure.QuotaLimited)
            {
                report.Rejected(batch.Events[0], answer);
            }

            Drop(batch, DeliveryRules.ReasonAfter(answer));
        }
    }

    private void Release(IReadOnlyList<PreparedEvent> events)
    {
        metrics.EventsExported(events.Count);
        foreach (PreparedEvent taken in events)
        {
            queue.Release(taken.Source);
        }
    }
}
