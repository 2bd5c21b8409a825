using System.Text.Json;

namespace PostHogFeatureManagement.Client.Events;

/// <summary>
/// Writes an event for <see cref="AnalyticsProtocol"/>. Some properties have a place of their own there. A value of the wrong type would make PostHog refuse
/// the whole batch, so it is left out.
/// </summary>
internal static class AnalyticsEventWriter
{
    private enum Place
    {
        Properties,
        Root,
        FlagOption,
        TextOption,
        Nowhere,
    }

    public static void Write(Utf8JsonWriter writer, WireEvent item)
    {
        using var document = JsonDocument.Parse(item.Properties);
        writer.WriteStartObject();
        writer.WriteString("event", item.Name);
        writer.WriteString("uuid", item.Uuid);
        writer.WriteString("distinct_id", item.DistinctId);
        writer.WriteString("timestamp", EventTime.Format(item.Timestamp));
        WriteTo(Place.Root, writer, document.RootElement);
        writer.WriteStartObject("options");
        WriteTo(Place.FlagOption, writer, document.RootElement);
        WriteTo(Place.TextOption, writer, document.RootElement);
        writer.WriteEndObject();
        writer.WriteStartObject("properties");
        WriteTo(Place.Properties, writer, document.RootElement);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteTo(Place place, Utf8JsonWriter writer, JsonElement properties)
    {
        foreach (JsonProperty property in properties.EnumerateObject())
        {
            (Place Place, string Name) target = TargetOf(property.Name);
            if (target.Place == place && Fits(property.Value.ValueKind, place))
            {
                writer.WritePropertyName(target.Name);
                property.Value.WriteTo(writer);
            }
        }
    }

    private static bool Fits(JsonValueKind kind, Place place) => place switch
    {
        Place.Root or Place.TextOption => kind == JsonValueKind.String,
        Place.FlagOption => kind is JsonValueKind.True or JsonValueKind.False,
        _ => true,
    };

    private static (Place Place, string Name) TargetOf(string property) => property switch
    {
        "$session_id" => (Place.Root, "session_id"),
        "$window_id" => (Place.Root, "window_id"),
        "$cookieless_mode" => (Place.FlagOption, "cookieless_mode"),
        "$ignore_sent_at" => (Place.FlagOption, "disable_skew_correction"),
        "$process_person_profile" => (Place.FlagOption, "process_person_profile"),
        "$product_tour_id" => (Place.TextOption, "product_tour_id"),
        "$lib" or "$lib_version" or "distinct_id" => (Place.Nowhere, property),
        _ => (Place.Properties, property),
    };
}
