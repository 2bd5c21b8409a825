using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace PostHogFeatureManagement.Client.Flags;

/// <summary>Writes property values as System.Text.Json does, and leaves out kinds that <see cref="PostHogContext"/> does not list.</summary>
internal static class PropertyValueWriter
{
    /// <summary>Deeper lists are left out. This also ends a list that contains itself.</summary>
    private const int MaxDepth = 16;

    public static void WriteProperty(Utf8JsonWriter writer, string name, object? value)
    {
        if (IsSupported(value, 0))
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value, 0);
        }
    }

    private static bool IsSupported(object? value, int depth) => value switch
    {
        float number => float.IsFinite(number),
        double number => double.IsFinite(number),
        Half number => Half.IsFinite(number),
        JsonElement element => element.ValueKind != JsonValueKind.Undefined,
        null or string or bool or Enum or Guid or Uri => true,
        DateTime or DateTimeOffset or DateOnly or TimeOnly => true,
        int or long or decimal or byte or sbyte or short or ushort or uint or ulong or Int128 or UInt128 => true,
        IList => depth < MaxDepth,
        _ => false,
    };

    private static void WriteValue(Utf8JsonWriter writer, object? value, int depth)
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
            case Uri uri:
                writer.WriteStringValue(uri.OriginalString);
                break;
            case Guid id:
                writer.WriteStringValue(id);
                break;
            case JsonElement element:
                writer.WriteRawValue(element.GetRawText(), skipInputValidation: true);
                break;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                break;
            case IList list:
                WriteList(writer, list, depth);
                break;
            default:
                if (!TryWriteTime(writer, value))
                {
                    WriteNumber(writer, value);
                }

                break;
        }
    }

    private static void WriteList(Utf8JsonWriter writer, IList list, int depth)
    {
        writer.WriteStartArray();
        foreach (object? item in list)
        {
            if (IsSupported(item, depth + 1))
            {
                WriteValue(writer, item, depth + 1);
            }
        }

        writer.WriteEndArray();
    }

    private static bool TryWriteTime(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case DateTime time:
                writer.WriteStringValue(time);
                return true;
            case DateTimeOffset time:
                writer.WriteStringValue(time);
                return true;
            case DateOnly date:
                writer.WriteStringValue(date.ToString("O", CultureInfo.InvariantCulture));
                return true;
            case TimeOnly time:
                writer.WriteStringValue(time.ToTimeSpan().ToString("c", CultureInfo.InvariantCulture));
                return true;
            default:
                return false;
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case float number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case Enum member:
                writer.WriteRawValue(member.ToString("D"), skipInputValidation: true);
                break;
            default:
                writer.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
        }
    }
}
