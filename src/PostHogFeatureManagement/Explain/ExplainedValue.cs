using System.Text;
using System.Text.Json;

namespace PostHogFeatureManagement.Explain;

/// <summary>What may be told about a property of the caller.</summary>
/// <param name="IsGiven">Whether the caller has the property.</param>
/// <param name="Kind">The kind of its value, in JSON's words. Null when there is none.</param>
/// <param name="Length">The characters of a text or the elements of an array. Null for other kinds.</param>
/// <param name="Text">The value as JSON. Null unless values are shown.</param>
internal readonly record struct ExplainedValue(bool IsGiven, string? Kind = null, int? Length = null, string? Text = null)
{
    private const int MaxShown = 200;

    /// <param name="value">A value in one of the forms of <see cref="PropertyKinds"/>.</param>
    /// <param name="showValues">Whether to show it.</param>
    public static ExplainedValue Of(object? value, bool showValues)
    {
        (string kind, int? length) = value switch
        {
            null => ("null", null),
            string text => ("string", text.Length),
            bool => ("boolean", null),
            object?[] elements => ("array", elements.Length),
            JsonElement { ValueKind: JsonValueKind.Array } json => ("array", json.GetArrayLength()),
            JsonElement { ValueKind: JsonValueKind.Object } => ("object", null),
            JsonElement { ValueKind: JsonValueKind.String } json => ("string", json.Text()?.Length),
            _ => ("number", (int?)null),
        };
        return new ExplainedValue(IsGiven: true, kind, length, showValues ? Show(value) : null);
    }

    /// <summary>A text that is short enough to be shown.</summary>
    public static string Cut(string text) => text.Length <= MaxShown ? text : string.Concat(text.AsSpan(0, MaxShown - 1), "…");

    private static string Show(object? value)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, value);
        }

        return Cut(Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case JsonElement element:
                element.WriteTo(json);
                break;
            case object?[] elements:
                json.WriteStartArray();
                foreach (object? element in elements)
                {
                    Write(json, element);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteRawValue(PropertyKinds.WriteNumber(value, stackalloc byte[PropertyKinds.MaxNumberLength]));
                break;
        }
    }
}
