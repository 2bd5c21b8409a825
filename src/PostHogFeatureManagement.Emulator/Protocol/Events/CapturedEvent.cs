using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol.Events;

/// <summary>Reads an event as transport v0 writes it (protocol §10.1).</summary>
internal static class CapturedEvent
{
    /// <summary>Why PostHog cannot use the event. Null if it can.</summary>
    public static string? Problem(JsonElement json)
    {
        string name = json.Text("event") ?? string.Empty;
        return json switch
        {
            _ when name.Length == 0 => "Every event needs a name, as in { \"event\": \"paid\", \"distinct_id\": \"ada\" }.",
            _ when DistinctId(json).Length == 0 => $"The event {name} has no distinct_id.",
            _ when json.Member("properties").ValueKind is not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) =>
                $"The properties of the event {name} are not an object.",
            _ when json.Text("uuid") is { Length: > 0 } uuid && !Guid.TryParse(uuid, out _) => $"The uuid of the event {name} is not one.",
            _ => null,
        };
    }

    /// <summary>The event. It has no <see cref="Problem"/>.</summary>
    public static PostHogEmulatorEvent Read(JsonElement json, string endpoint, DateTimeOffset now)
    {
        JsonElement copy = json.Clone();
        return new PostHogEmulatorEvent(copy.Text("event")!, DistinctId(copy), copy.Member("properties"), copy)
        {
            Uuid = Guid.TryParse(copy.Text("uuid"), out Guid uuid) ? uuid : Guid.CreateVersion7(now),
            Timestamp = Rfc3339.Read(copy.Text("timestamp")),
            ReceivedAt = now,
            Endpoint = endpoint,
        };
    }

    private static string DistinctId(JsonElement json) =>
        IdLimits.Cut(Id(json.Member("distinct_id")) ?? Id(json.Member("$distinct_id")) ?? Id(json.Member("properties").Member("distinct_id")) ?? string.Empty);

    /// <summary>A number is an id, too, and so is JSON as text.</summary>
    private static string? Id(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => json.GetString() is { Length: > 0 } text ? text : null,
        _ => json.GetRawText(),
    };
}
