using System.Text.Json;

namespace PostHogFeatureManagement.Client;

/// <summary>Reads members of a JSON object leniently: absent, null and a wrong type all mean "missing".</summary>
internal static class JsonMembers
{
    public static JsonElement Member(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out JsonElement value) ? value : default;

    public static bool IsMissing(this JsonElement json) => json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public static bool IsTrue(this JsonElement json) => json.ValueKind == JsonValueKind.True;

    public static string? Text(this JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // A JSON string is not always text: it may contain a lone surrogate or broken UTF-8.
            return null;
        }
    }

    public static long? Integer(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out long value) ? value : null;

    public static int? SmallInteger(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out int value) ? value : null;

    public static bool? Boolean(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
