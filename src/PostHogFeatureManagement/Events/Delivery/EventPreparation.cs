using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>Makes the bytes of an event, once, and asks the application's function whether it may be sent. Not on the path of any request.</summary>
internal sealed class EventPreparation(
    EventProperties common,
    EventQueue queue,
    IOptions<PostHogFeatureManagementOptions> options,
    LogThrottle throttle,
    ILogger<EventSender> logger)
{
    /// <summary>The largest event that PostHog takes (protocol §10.1).</summary>
    public const int LargestEvent = 900 * 1024;

    private readonly Func<PostHogEvent, PostHogEvent?>? _beforeSend = options.Value.Events.BeforeSend;

    /// <summary>Null when the event was dropped.</summary>
    public PreparedEvent? Prepare(QueuedEvent source)
    {
        Guid uuid = Guid.CreateVersion7(source.Timestamp);
        byte[] properties = Write(source.WriteProperties);
        if (_beforeSend is not null)
        {
            if (AskApplication(source, uuid, properties) is not { } allowed)
            {
                queue.Drop(source, DropReason.BeforeSend);
                return null;
            }

            properties = allowed;
        }

        var wire = new WireEvent(uuid, source.Name, source.DistinctId, source.Timestamp, properties);
        if (wire.Size <= LargestEvent)
        {
            return new PreparedEvent(source, wire);
        }

        queue.Drop(source, DropReason.TooLarge);
        if (throttle.IsDue(LogEvents.EventTooLarge, source.Name))
        {
            logger.EventTooLarge(source.Name, wire.Size);
        }

        return null;
    }

    private byte[] Write(Action<Utf8JsonWriter, EventProperties> write)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer, FlagsRequestWriter.WriterOptions))
        {
            writer.WriteStartObject();
            write(writer, common);
            writer.WriteEndObject();
        }

        return buffer.Written.ToArray();
    }

    private byte[]? AskApplication(QueuedEvent source, Guid uuid, byte[] properties)
    {
        try
        {
            var asked = new PostHogEvent(source.Name, source.DistinctId, uuid, source.Timestamp, Read(properties));
            return _beforeSend!(asked) is { } allowed
                ? Write((writer, _) => PropertyValueWriter.WriteMembers(writer, PropertyBag.Of(allowed.Properties.AsReadOnly()).Known))
                : null;
        }
        catch (Exception exception)
        {
            if (throttle.IsDue(LogEvents.EventHookBroke, source.Name))
            {
                logger.EventHookBroke(source.Name, exception);
            }

            return null;
        }
    }

    private static Dictionary<string, object?> Read(byte[] properties)
    {
        var read = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (JsonProperty property in JsonElement.Parse(properties).EnumerateObject())
        {
            read[property.Name] = property.Value.ValueKind switch
            {
                JsonValueKind.String => property.Value.GetString(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Null => null,
                JsonValueKind.Number when property.Value.TryGetInt64(out long number) => number,
                JsonValueKind.Number when property.Value.TryGetDecimal(out decimal number) => number,
                JsonValueKind.Number => property.Value.GetDouble(),
                _ => property.Value,
            };
        }

        return read;
    }
}
