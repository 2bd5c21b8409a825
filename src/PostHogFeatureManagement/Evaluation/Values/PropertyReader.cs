using System.Globalization;
using System.Text.Json;

namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>
/// Turns the objects in a property bag into what the server would read: written as System.Text.Json writes them, and read back as the server reads JSON
/// (protocol §6.1, D45). Values of any other type are unreadable; their form is never guessed.
/// </summary>
internal static class PropertyReader
{
    /// <summary>Writes the value as text into the builder. The builder must be empty and outlive the result.</summary>
    public static PropertyValue Read(object? value, ref TextBuilder builder)
    {
        try
        {
            PropertyKind kind = Write(value, isElement: false, depth: 0, ref builder, out double number, out bool isTruthy);
            return new PropertyValue(kind, builder.Written, number, isTruthy);
        }
        catch (InvalidOperationException)
        {
            // The JSON belongs to a disposed document or contains invalid UTF-8 or a lone surrogate. Only reading it reveals that.
            return default;
        }
    }

    /// <summary>Appends a value. A string is quoted and escaped as an array element, and unchanged on its own.</summary>
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

    /// <summary>System.Text.Json writes only the significant digits of a fraction: 10:00:00.1200000Z becomes 10:00:00.12Z.</summary>
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
