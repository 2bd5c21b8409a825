using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Events;

/// <summary>Reads received events.</summary>
internal static class JsonEvents
{
    public static string Name(this JsonElement received) => received.GetProperty("event").GetString()!;

    public static string Id(this JsonElement received) => received.GetProperty("distinct_id").GetString()!;

    public static string Uuid(this JsonElement received) => received.GetProperty("uuid").GetString()!;

    /// <summary>A property as JSON. Null when the event does not have it.</summary>
    public static string? Property(this JsonElement received, string name) =>
        received.GetProperty("properties").TryGetProperty(name, out JsonElement value) ? value.GetRawText() : null;

    public static IEnumerable<string> PropertyNames(this JsonElement received) => received.GetProperty("properties").EnumerateObject().Select(static member => member.Name);
}
