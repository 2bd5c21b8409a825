using System.Globalization;
using System.Text.Json;

namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>
/// Turns the objects applications put into property bags into what the server would read: each is written the way System.Text.Json
/// writes it and read back the way the server reads JSON (protocol §6.1, D45). Types that are not listed are unreadable, never guessed.
/// </summary>
internal static class PropertyReader
{
    /// <summary>The value as text in the builder, which must be empty and outlive the result.</summary>
    public static PropertyValue Read(object? value, ref TextBuilder builder)
    {
        try
        {
            PropertyKind kind = Write(value, isElement: false, depth: 0, ref builder, out double number, out bool isTruthy);
            return new PropertyValue(kind, builder.Written, number, isTruthy);
        }
        catch (InvalidOperationException)
        {
            // JSON of a disposed document, with invalid UTF-8 or half a surrogate pair: reading is the only way to find out.
            return default;
        }
    }

    /// <summary>Appends a value; as an element of an array a string is quoted and escaped, alone it is itself.</summary>
    internal static PropertyKind Write(object? value, bool isElement, int depth, ref TextBuilder builder, out double number, out bool isTruthy)
    {
        number = double.NaN;
        isTruthy = false;
        switch (value)
        {
            case null:
                builder.Append("null");
                return PropertyKind.Null;
            case string text:
                return JsonText.WriteString(text, isElement, ref builder, out isTruthy);
            case bool flag:
                isTruthy = flag;
                builder.Append(flag ? "true" : "false");
                return PropertyKind.Boolean;
            case JsonElement element:
                return JsonText.Write(element, isElement, depth, ref builder, out number, out isTruthy);
            case Enum:
                return WriteNumber((ISpanFormattable)value, "D", ref builder, out number);
            case int or long or short or byte or sbyte or ushort or uint or ulong or Int128 or UInt128 or decimal or double or float or Half:
                return WriteNumber((ISpanFormattable)value, default, ref builder, out number);
            case DateTime or DateTimeOffset or DateOnly or TimeOnly or Guid:
                return WriteFormatted(value, isElement, ref builder);
            case Uri uri:
                return JsonText.WriteString(uri.OriginalString, isElement, ref builder, out isTruthy);
            default:
                return PropertyLists.Write(value, isElement, depth, ref builder, out isTruthy);
        }
    }

    private static PropertyKind WriteNumber(ISpanFormattable value, ReadOnlySpan<char> format, ref TextBuilder builder, out double number)
    {
        Span<char> json = stackalloc char[64];
        number = double.NaN;
        return value.TryFormat(json, out int written, format, CultureInfo.InvariantCulture)
            ? JsonText.WriteNumber(json[..written], ref builder, out number)
            : PropertyKind.Unreadable;
    }

    private static PropertyKind WriteFormatted(object value, bool isElement, ref TextBuilder builder)
    {
        if (isElement)
        {
            builder.Append('"');
        }

        int start = builder.Length;
        switch (value)
        {
            case DateTime moment:
                builder.AppendFormatted(moment, "O");
                TrimFraction(start, ref builder);
                break;
            case DateTimeOffset moment:
                builder.AppendFormatted(moment, "O");
                TrimFraction(start, ref builder);
                break;
            case DateOnly date:
                builder.AppendFormatted(date, "O");
                break;
            case TimeOnly time:
                builder.AppendFormatted(time.ToTimeSpan(), "c");
                break;
            case Guid guid:
                builder.AppendFormatted(guid, "D");
                break;
            default:
                return PropertyKind.Unreadable;
        }

        if (isElement)
        {
            builder.Append('"');
        }

        return PropertyKind.Text;
    }

    /// <summary>System.Text.Json writes no more digits of a second than are needed: 10:00:00.1200000Z becomes 10:00:00.12Z.</summary>
    private static void TrimFraction(int start, ref TextBuilder builder)
    {
        const int FractionAt = 19;
        const int FractionLength = 8;
        Span<char> zone = stackalloc char[8];
        ReadOnlySpan<char> text = builder.Written[start..];
        int zoneLength = text.Length - FractionAt - FractionLength;
        text[(FractionAt + FractionLength)..].CopyTo(zone);
        int kept = text.Slice(FractionAt, FractionLength).TrimEnd('0').Length;
        builder.Truncate(start + FractionAt + (kept == 1 ? 0 : kept));
        builder.Append(zone[..zoneLength]);
    }
}
