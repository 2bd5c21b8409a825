using System.Text.Json;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Accesses;

namespace PostHogFeatureManagement.Events;

/// <summary>An event of the application. Its own properties win over those that are added.</summary>
/// <param name="name">The name.</param>
/// <param name="caller">The caller, who has a distinct id.</param>
/// <param name="properties">The application's properties.</param>
/// <param name="newest">The newest of the flags that the request has read. Null when there are none.</param>
/// <param name="timestamp">When it happened.</param>
internal sealed class CapturedEvent(string name, PostHogContext caller, PropertyBag properties, AccessedFlag? newest, DateTimeOffset timestamp)
    : QueuedEvent(name, caller.DistinctId!, timestamp)
{
    private readonly Dictionary<string, object?> _own = properties.Known;
    private readonly CapturedFlag[] _flags = CapturedFlag.Of(newest, caller);
    private readonly KeyValuePair<string, string>[] _groups = GroupKeys.Of(caller);
    private readonly string? _sessionId = caller.SessionId;
    private readonly string? _deviceId = caller.DeviceId;

    public override int Size { get; } = BaseSize + (2 * (name.Length + caller.DistinctId!.Length)) + CapturedProperties.SizeOf(properties.Known);

    public override void WriteProperties(Utf8JsonWriter writer, EventProperties common)
    {
        foreach ((string property, object? value) in _own)
        {
            if (!EventProperties.IsReserved(property))
            {
                writer.WritePropertyName(property);
                PropertyValueWriter.Write(writer, value);
            }
        }

        WriteFlags(writer);
        if (!_own.ContainsKey(EventProperties.Groups))
        {
            EventProperties.WriteGroups(writer, _groups);
        }

        WriteUnlessOwn(writer, EventProperties.SessionId, _sessionId);
        WriteUnlessOwn(writer, EventProperties.DeviceId, _deviceId);
        common.Write(writer, _own);
    }

    private void WriteFlags(Utf8JsonWriter writer)
    {
        foreach (CapturedFlag flag in _flags)
        {
            string property = EventProperties.FlagPrefix + flag.Key;
            if (!_own.ContainsKey(property))
            {
                writer.WritePropertyName(property);
                flag.WriteValue(writer);
            }
        }

        if (_own.ContainsKey(EventProperties.ActiveFlags) || !_flags.Any(static flag => flag.IsEnabled))
        {
            return;
        }

        writer.WriteStartArray(EventProperties.ActiveFlags);
        foreach (CapturedFlag flag in _flags.Where(static flag => flag.IsEnabled))
        {
            writer.WriteStringValue(flag.Key);
        }

        writer.WriteEndArray();
    }

    private void WriteUnlessOwn(Utf8JsonWriter writer, string property, string? value)
    {
        if (!_own.ContainsKey(property))
        {
            EventProperties.WriteText(writer, property, value);
        }
    }
}
