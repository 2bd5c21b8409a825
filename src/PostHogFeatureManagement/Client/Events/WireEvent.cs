namespace PostHogFeatureManagement.Client.Events;

/// <summary>An event as it is sent: the same bytes in every attempt. Immutable.</summary>
/// <param name="Uuid">The id by which PostHog recognizes an event that was sent twice.</param>
/// <param name="Name">The name.</param>
/// <param name="DistinctId">The caller.</param>
/// <param name="Timestamp">When it happened, in UTC.</param>
/// <param name="Properties">The properties: a JSON object as UTF-8.</param>
internal sealed record WireEvent(Guid Uuid, string Name, string DistinctId, DateTimeOffset Timestamp, ReadOnlyMemory<byte> Properties)
{
    // Names, uuid, time and punctuation.
    private const int BaseSize = 160;

    /// <summary>About how many bytes it takes in a request.</summary>
    public int Size => BaseSize + Name.Length + DistinctId.Length + Properties.Length;
}
