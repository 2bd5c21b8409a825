namespace PostHogFeatureManagement.Client.Events;

/// <summary>PostHog has taken the events, except those that it wants again. Immutable.</summary>
/// <param name="WantedAgain">The uuids of events to be sent again. All others are done with.</param>
internal sealed record EventsResponse(IReadOnlySet<Guid> WantedAgain)
{
    /// <summary>All events are done with.</summary>
    public static EventsResponse AllTaken { get; } = new(new HashSet<Guid>());
}
