namespace PostHogFeatureManagement;

/// <summary>
/// An event before it is sent, for <c>PostHogEventsOptions.BeforeSend</c>. Only its properties can be changed. Not thread-safe; one thread has it at a time.
/// </summary>
public sealed class PostHogEvent
{
    internal PostHogEvent(string name, string distinctId, Guid uuid, DateTimeOffset timestamp, IDictionary<string, object?> properties)
    {
        Name = name;
        DistinctId = distinctId;
        Uuid = uuid;
        Timestamp = timestamp;
        Properties = properties;
    }

    /// <summary>The name of the event, for example <c>$feature_flag_called</c>.</summary>
    public string Name { get; }

    /// <summary>PostHog's distinct ID of the caller.</summary>
    public string DistinctId { get; }

    /// <summary>The ID of the event, by which PostHog recognizes one that was sent twice.</summary>
    public Guid Uuid { get; }

    /// <summary>When the event happened.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>
    /// The properties by name (case-sensitive). Values are null, strings, Booleans, numbers, or a <see cref="System.Text.Json.JsonElement"/> for arrays and
    /// objects. New values are of the same kinds as <see cref="PostHogContext.PersonProperties"/>.
    /// </summary>
    public IDictionary<string, object?> Properties { get; }
}
