using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Emulator.Protocol.Events;

/// <summary>Reads an event as transport v1 writes it (protocol §10.10).</summary>
internal static class AnalyticsEvent
{
    private const int MaxNameLength = 200;

    /// <summary>Where PostHog puts what an event of v1 has outside its properties.</summary>
    private static readonly (string Member, string Property)[] RootMembers = [("session_id", "$session_id"), ("window_id", "$window_id")];

    private static readonly (string Option, string Property)[] Options =
    [
        ("cookieless_mode", "$cookieless_mode"),
        ("disable_skew_correction", "$ignore_sent_at"),
        ("process_person_profile", "$process_person_profile"),
        ("product_tour_id", "$product_tour_id"),
    ];

    /// <summary>Whether the event has the members that v1 requires. Without one of them, PostHog cannot read the request.</summary>
    public static bool IsReadable(JsonElement json) =>
        json.Text("event") is not null && json.Text("uuid") is not null && json.Text("distinct_id") is not null && json.Text("timestamp") is not null;

    /// <summary>PostHog's name for the reason why it drops the event. Null if it does not.</summary>
    public static string? Problem(JsonElement json, string? rejectedName)
    {
        string name = json.Text("event")!;
        string distinctId = json.Text("distinct_id")!;
        return json switch
        {
            _ when name == rejectedName => "invalid_event",
            _ when name.Length == 0 => "missing_event_name",
            _ when name.Length > MaxNameLength => "event_name_too_long",
            _ when string.IsNullOrWhiteSpace(distinctId) => "missing_distinct_id",
            _ when distinctId.Length > IdLimits.DistinctId => "distinct_id_too_large",
            _ when PlaceholderIds.Contains(distinctId) => "invalid_distinct_id",
            _ when Rfc3339.Read(json.Text("timestamp")) is null => "invalid_event_timestamp",
            _ when json.Member("properties").ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined) => "malformed_event_properties",
            _ => null,
        };
    }

    /// <summary>The event. It has no <see cref="Problem"/>.</summary>
    public static PostHogEmulatorEvent Read(JsonElement json, Guid uuid, DateTimeOffset now) =>
        new(json.Text("event")!, json.Text("distinct_id")!, PropertiesOf(json), json.Clone())
        {
            Uuid = uuid,
            Timestamp = Rfc3339.Read(json.Text("timestamp")),
            ReceivedAt = now,
            Endpoint = EndpointNames.Analytics,
        };

    private static JsonElement PropertiesOf(JsonElement json)
    {
        JsonObject properties = json.Member("properties") is { ValueKind: JsonValueKind.Object } given ? JsonObject.Create(given)! : [];
        foreach ((string member, string property) in RootMembers)
        {
            Copy(json.Member(member), properties, property);
        }

        foreach ((string option, string property) in Options)
        {
            Copy(json.Member("options").Member(option), properties, property);
        }

        return JsonSerializer.SerializeToElement(properties);
    }

    private static void Copy(JsonElement from, JsonObject properties, string property)
    {
        if (from.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            properties[property] = JsonNode.Parse(from.GetRawText());
        }
    }
}
