using System.Runtime.InteropServices;
using System.Text.Json;

namespace PostHogFeatureManagement.Client.Flags;

/// <summary>Writes properties in the forms of <see cref="PropertyKinds"/>.</summary>
internal static class PropertyValueWriter
{
    public static void WriteMembers(Utf8JsonWriter writer, Dictionary<string, object?> properties)
    {
        foreach ((string name, object? value) in properties)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }
    }

    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case JsonElement json:
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(json), skipInputValidation: true);
                break;
            case object?[] elements:
                writer.WriteStartArray();
                foreach (object? element in elements)
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteRawValue(PropertyKinds.WriteNumber(value, stackalloc byte[PropertyKinds.MaxNumberLength]), skipInputValidation: true);
                break;
        }
    }
}
