using PostHogFeatureManagement.Client.Events;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>An event and the bytes that are sent for it.</summary>
/// <param name="Source">The event, as it waited.</param>
/// <param name="Wire">What is sent, in every attempt.</param>
internal sealed record PreparedEvent(QueuedEvent Source, WireEvent Wire)
{
    /// <summary>The name under which other instances know that it is sent here. Null when they do not.</summary>
    public string? Claim { get; init; }
}
