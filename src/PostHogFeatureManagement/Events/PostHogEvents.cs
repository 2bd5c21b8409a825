using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Events.Delivery;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Accesses;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Events;

/// <inheritdoc cref="IPostHogEvents"/>
internal sealed class PostHogEvents(
    EventSender sender,
    EventPermission permission,
    CurrentRequests requests,
    AmbientCaller ambient,
    LogThrottle throttle,
    PostHogMetrics metrics,
    [LibraryClock] TimeProvider time,
    ILogger<PostHogEvents> logger) : IPostHogEvents
{
    private const int LongestName = 200;

    // Captures whose caller is still being looked for, by code of the application.
    private readonly ConcurrentDictionary<Task, bool> _pending = new();

    public void Capture(string eventName, IReadOnlyDictionary<string, object?>? properties = null, PostHogContext? context = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        if (eventName.Length > LongestName)
        {
            throw new ArgumentException(FormattableString.Invariant($"The name of an event has at most {LongestName} characters."), nameof(eventName));
        }

        CurrentRequest? request = requests.Find();
        AccessedFlags? accessed = request?.State is { } state ? RequestPins.Of(state).Accessed : null;
        if (!sender.IsOpen)
        {
            return;
        }

        if (!permission.IsGiven(accessed))
        {
            metrics.EventsProcessed(1, DropCause.Consent);
            return;
        }

        PropertyBag own = CapturedProperties.Read(properties);
        Report(own);
        DateTimeOffset now = time.GetUtcNow();
        if (context is not null)
        {
            Add(eventName, context, own, accessed?.Newest, now);
        }
        else if (ambient.TryGet(request, ManagerServices.None, out Caller known))
        {
            Add(eventName, known.Context, own, accessed?.Newest, now);
        }
        else
        {
            Remember(AddForCallerAsync(request, eventName, own, accessed?.Newest, now));
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        await Task.WhenAll(_pending.Keys).WaitAsync(cancellationToken).ConfigureAwait(false);
        await sender.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task AddForCallerAsync(CurrentRequest? request, string eventName, PropertyBag own, AccessedFlag? newest, DateTimeOffset now)
    {
        Caller caller = await ambient.GetAsync(request, ManagerServices.None, CancellationToken.None).ConfigureAwait(false);
        Add(eventName, caller.Context, own, newest, now);
    }

    private void Remember(Task pending)
    {
        if (!pending.IsCompleted && _pending.TryAdd(pending, true))
        {
            _ = pending.ContinueWith(
                static (ended, all) => ((ConcurrentDictionary<Task, bool>)all!).TryRemove(ended, out _),
                _pending,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private void Add(string eventName, PostHogContext caller, PropertyBag own, AccessedFlag? newest, DateTimeOffset now)
    {
        if (!string.IsNullOrWhiteSpace(caller.DistinctId))
        {
            sender.Add(new CapturedEvent(eventName, caller, own, newest, now));
        }
        else if (throttle.IsDue(LogEvents.EventWithoutId, eventName, LogThrottle.Forever))
        {
            logger.EventWithoutId(eventName);
        }
    }

    private void Report(PropertyBag own)
    {
        foreach ((string name, Type type) in own.LeftOut ?? [])
        {
            if (throttle.IsDue(LogEvents.PropertyLeftOut, name, LogThrottle.Forever))
            {
                logger.PropertyLeftOut(name, type);
            }
        }
    }
}
