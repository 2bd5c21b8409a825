using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>Events that are sent in one request. Used by one thread at a time.</summary>
/// <param name="events">The events.</param>
/// <param name="phase">The phase of the switch in which they were taken. They must not outlast it.</param>
internal sealed class EventBatch(IReadOnlyList<PreparedEvent> events, SwitchPhase phase)
{
    private readonly Guid _id = Guid.NewGuid();

    public IReadOnlyList<PreparedEvent> Events { get; private set; } = events;

    public SwitchPhase Phase => phase;

    /// <summary>When the first attempt began. Null before that.</summary>
    public long? TriedAt { get; set; }

    /// <summary>How the last attempt failed. Null before the first one.</summary>
    public string? Error { get; set; }

    public EventsRequest Attempt(int number) => new([.. Events.Select(static item => item.Wire)], _id, number);

    /// <summary>Keeps the events that PostHog wants again.</summary>
    /// <returns>The others.</returns>
    public IReadOnlyList<PreparedEvent> Keep(IReadOnlySet<Guid> wantedAgain)
    {
        IReadOnlyList<PreparedEvent> before = Events;
        Events = [.. before.Where(item => wantedAgain.Contains(item.Wire.Uuid))];
        return [.. before.Where(item => !wantedAgain.Contains(item.Wire.Uuid))];
    }

    /// <summary>Two batches with half of the events each, the older ones first.</summary>
    public (EventBatch Older, EventBatch Newer) Halve()
    {
        int half = Events.Count / 2;
        return (Part(Events.Take(half)), Part(Events.Skip(half)));
    }

    private EventBatch Part(IEnumerable<PreparedEvent> part) => new([.. part], phase) { TriedAt = TriedAt, Error = Error };
}
