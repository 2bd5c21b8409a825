using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace PostHogFeatureManagement;

/// <summary>
/// JSON in which every string and name is text. .NET reads half a surrogate pair or invalid UTF-8 in a string, and then throws when somebody reads or writes
/// that string.
/// </summary>
internal static class TextJson
{
    /// <summary>The same JSON, in which a string that is no text is null and a member with such a name is left out.</summary>
    /// <param name="json">JSON that is no deeper than a payload can be.</param>
    public static JsonElement Of(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Undefined || IsText(JsonMarshal.GetRawUtf8Value(json)))
        {
            return json;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, json);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = FlagPayload.MaxDepth });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>True for all JSON without escaped surrogates, paired or not. Only the rest has to be looked at closely.</summary>
    private static bool IsText(ReadOnlySpan<byte> json) =>
        json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0 && Utf8.IsValid(json);

    private static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in json.EnumerateObject())
                {
                    if (member.NameOrNull() is { } name)
                    {
                        writer.WritePropertyName(name);
                        Write(writer, member.Value);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in json.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(json.Text());
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }
}
