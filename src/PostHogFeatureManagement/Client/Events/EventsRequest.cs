namespace PostHogFeatureManagement.Client.Events;

/// <summary>One attempt to send events.</summary>
/// <param name="Events">The events, at least one.</param>
/// <param name="RequestId">The same in every attempt at a batch.</param>
/// <param name="Attempt">Counts the attempts, from 1.</param>
internal sealed record EventsRequest(IReadOnlyList<WireEvent> Events, Guid RequestId, int Attempt);
