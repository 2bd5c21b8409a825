namespace PostHogFeatureManagement;

/// <summary>
/// Sends the application's own events to PostHog, for example a purchase. An experiment compares them between its variants. Thread-safe.
/// </summary>
/// <remarks>
/// Events wait in a queue and are sent in the background (<c>PostHog:Events</c>), so no method waits for PostHog, except <see cref="FlushAsync"/>. A failure of
/// PostHog never causes an exception. While PostHog is switched off (<c>PostHog:Enabled</c>), no event is kept.
/// </remarks>
public interface IPostHogEvents
{
    /// <summary>Queues an event.</summary>
    /// <remarks>
    /// <para>
    /// In a web request, the event has <c>$feature/&lt;key&gt;</c> for each flag that the request has read for this caller, and <c>$active_feature_flags</c>.
    /// The caller's groups and session are added too. A property that is given here wins over one that is added.
    /// </para>
    /// <para>
    /// The event is not kept for a caller without a distinct ID, and in a request whose visitor has refused consent (<c>IPostHogConsent</c>) or is a bot.
    /// </para>
    /// </remarks>
    /// <param name="eventName">The name of the event: 1 to 200 characters.</param>
    /// <param name="properties">
    /// The properties of the event. Copied. Values are of the same kinds as <see cref="PostHogContext.PersonProperties"/>, or dictionaries of them. Default:
    /// none.
    /// </param>
    /// <param name="context">The caller. Null, the default, means the current caller, as for a check of a flag.</param>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    void Capture(string eventName, IReadOnlyDictionary<string, object?>? properties = null, PostHogContext? context = null);

    /// <summary>
    /// Sends everything that was queued before the call, and waits until PostHog has it. For consoles and functions that end before the next batch is due; an
    /// orderly stop of the application sends what is queued by itself.
    /// </summary>
    /// <remarks>It also ends when PostHog cannot be reached after all retries. The events are then kept, and sent with later batches.</remarks>
    /// <param name="cancellationToken">Cancels the wait only.</param>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
