using System.Text.Json;

namespace PostHogFeatureManagement.Events;

/// <summary>
/// An event that waits to be sent. Its time is that of the moment when it happened, however often it is sent. It gets its id when its bytes are made, because
/// random numbers would cost a check more than all the rest. Immutable.
/// </summary>
/// <param name="name">The name.</param>
/// <param name="distinctId">The caller.</param>
/// <param name="timestamp">When it happened.</param>
internal abstract class QueuedEvent(string name, string distinctId, DateTimeOffset timestamp)
{
    /// <summary>The object itself, and what it refers to beside texts.</summary>
    protected const int BaseSize = 320;

    public string Name => name;

    public string DistinctId => distinctId;

    public DateTimeOffset Timestamp => timestamp;

    /// <summary>By what the event is remembered, so that it is not sent again. Null when it is not remembered.</summary>
    public virtual UInt128? DeduplicationKey => null;

    /// <summary>About how many bytes it takes in memory.</summary>
    public abstract int Size { get; }

    /// <summary>Writes the members of the properties.</summary>
    public abstract void WriteProperties(Utf8JsonWriter writer, EventProperties common);
}
