using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>Writes JSON values as the compact text the server compares: object members in order, no white space, numbers normalized (protocol §6.1).</summary>
internal static class JsonText
{
    /// <summary>The maximum nesting depth of a value. The server refuses to read deeper ones.</summary>
    private const int MaxDepth = 128;

    public static PropertyKind Write(JsonElement element, bool isElement, int depth, ref TextBuilder builder, out double number, out bool isTruthy)
    {
        number = double.NaN;
        isTruthy = false;
        if (depth >= MaxDepth)
        {
            return PropertyKind.Unreadable;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return WriteJsonString(element, isElement, ref builder, out isTruthy);
            case JsonValueKind.Number:
                return WriteJsonNumber(element, ref builder, out number);
            case JsonValueKind.True:
                isTruthy = true;
                builder.Append("true");
                return PropertyKind.Boolean;
            case JsonValueKind.False:
                builder.Append("false");
                return PropertyKind.Boolean;
            case JsonValueKind.Null:
                builder.Append("null");
                return PropertyKind.Null;
            case JsonValueKind.Array:
                return WriteArray(element, depth, ref builder, out isTruthy);
            case JsonValueKind.Object:
                return WriteObject(element, depth, ref builder);
            default:
                return PropertyKind.Unreadable;
        }
    }

    /// <summary>Appends a string: unchanged on its own, quoted and escaped as an element.</summary>
    public static PropertyKind WriteString(scoped ReadOnlySpan<char> text, bool isElement, ref TextBuilder builder, out bool isTruthy)
    {
        isTruthy = PropertyValue.IsTruthyText(text);
        if (!isElement)
        {
            builder.Append(text);
            return PropertyKind.Text;
        }

        builder.Append('"');
        foreach (char character in text)
        {
            Escape(character, ref builder);
        }

        builder.Append('"');
        return PropertyKind.Text;
    }

    /// <summary>
    /// Appends a JSON number as the server prints it after reading it: as an integer if it is written as one and fits in 64 bits, otherwise as a double.
    /// </summary>
    public static PropertyKind WriteNumber(scoped ReadOnlySpan<char> json, ref TextBuilder builder, out double number)
    {
        if (!double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out number) || !double.IsFinite(number))
        {
            return PropertyKind.Unreadable;
        }

        bool isInteger = json.IndexOfAny(".eE") < 0
            && !json.SequenceEqual("-0")
            && (json[0] == '-'
                ? long.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                : ulong.TryParse(json, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        if (isInteger)
        {
            builder.Append(json);
        }
        else
        {
            FloatText.Append(number, ref builder);
        }

        return PropertyKind.Number;
    }

    private static PropertyKind WriteJsonNumber(JsonElement element, ref TextBuilder builder, out double number)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(element);
        var json = new TextBuilder(stackalloc char[64]);
        System.Text.Ascii.ToUtf16(raw, json.Reserve(raw.Length), out _);
        PropertyKind kind = WriteNumber(json.Written, ref builder, out number);
        json.Dispose();
        return kind;
    }

    /// <summary>Unescapes with a reader over the raw bytes, which, unlike <see cref="JsonElement.GetString"/>, allocates nothing.</summary>
    private static PropertyKind WriteJsonString(JsonElement element, bool isElement, ref TextBuilder builder, out bool isTruthy)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(element);
        var text = new TextBuilder(stackalloc char[128]);
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        text.Truncate(reader.CopyString(text.Reserve(raw.Length)));
        PropertyKind kind = WriteString(text.Written, isElement, ref builder, out isTruthy);
        text.Dispose();
        return kind;
    }

    private static PropertyKind WriteArray(JsonElement element, int depth, ref TextBuilder builder, out bool isTruthy)
    {
        isTruthy = true;
        bool isFirst = true;
        builder.Append('[');
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (!isFirst)
            {
                builder.Append(',');
            }

            isFirst = false;
            if (Write(item, isElement: true, depth + 1, ref builder, out _, out bool isItemTruthy) == PropertyKind.Unreadable)
            {
                return PropertyKind.Unreadable;
            }

            isTruthy &= isItemTruthy;
        }

        builder.Append(']');
        return PropertyKind.Array;
    }

    /// <summary>
    /// Requires members in ordinal order. It is not known whether the server sorts them, so the text of an object in any other order is uncertain.
    /// </summary>
    private static PropertyKind WriteObject(JsonElement element, int depth, ref TextBuilder builder)
    {
        string? previous = null;
        builder.Append('{');
        foreach (JsonProperty member in element.EnumerateObject())
        {
            string name = member.Name;
            if (previous is not null)
            {
                if (string.CompareOrdinal(previous, name) >= 0)
                {
                    return PropertyKind.Unreadable;
                }

                builder.Append(',');
            }

            previous = name;
            WriteString(name, isElement: true, ref builder, out _);
            builder.Append(':');
            if (Write(member.Value, isElement: true, depth + 1, ref builder, out _, out _) == PropertyKind.Unreadable)
            {
                return PropertyKind.Unreadable;
            }
        }

        builder.Append('}');
        return PropertyKind.Object;
    }

    private static void Escape(char character, ref TextBuilder builder)
    {
        switch (character)
        {
            case '"' or '\\':
                builder.Append('\\');
                builder.Append(character);
                break;
            case '\b':
                builder.Append("\\b");
                break;
            case '\f':
                builder.Append("\\f");
                break;
            case '\n':
                builder.Append("\\n");
                break;
            case '\r':
                builder.Append("\\r");
                break;
            case '\t':
                builder.Append("\\t");
                break;
            case < ' ':
                builder.Append("\\u");
                builder.AppendFormatted((int)character, "x4");
                break;
            default:
                builder.Append(character);
                break;
        }
    }
}
