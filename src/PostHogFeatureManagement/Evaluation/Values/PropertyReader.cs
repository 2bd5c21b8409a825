using System.Globalization;
using System.Text.Json;

namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>
/// Turns a property into what the server would read: written as System.Text.Json writes it, and read back as the server reads JSON (protocol §6.1, D45).
/// It knows the forms of <see cref="PropertyKinds"/>.
/// </summary>
internal static class PropertyReader
{
    /// <summary>Writes the value as text into the builder. The builder must be empty and outlive the result.</summary>
    public static PropertyValue Read(object? value, ref TextBuilder builder)
    {
        PropertyKind kind = Write(value, isElement: false, ref builder, out double number, out bool isTruthy);
        return new PropertyValue(kind, builder.Written, number, isTruthy);
    }

    /// <summary>Appends a value. A string is quoted and escaped as an array element, and unchanged on its own.</summary>
    private static PropertyKind Write(object? value, bool isElement, ref TextBuilder builder, out double number, out bool isTruthy)
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
            case JsonElement json:
                return JsonText.Write(json, isElement, depth: 0, ref builder, out number, out isTruthy);
            case object?[] elements:
                return WriteArray(elements, ref builder, out isTruthy);
            default:
                return WriteNumber((ISpanFormattable)value, ref builder, out number);
        }
    }

    private static PropertyKind WriteNumber(ISpanFormattable value, ref TextBuilder builder, out double number)
    {
        Span<char> json = stackalloc char[PropertyKinds.MaxNumberLength];
        value.TryFormat(json, out int written, default, CultureInfo.InvariantCulture);
        return JsonText.WriteNumber(json[..written], ref builder, out number);
    }

    private static PropertyKind WriteArray(object?[] elements, ref TextBuilder builder, out bool isTruthy)
    {
        isTruthy = true;
        builder.Append('[');
        for (int i = 0; i < elements.Length; i++)
        {
            if (i > 0)
            {
                builder.Append(',');
            }

            if (Write(elements[i], isElement: true, ref builder, out _, out bool isElementTruthy) == PropertyKind.Unreadable)
            {
                return PropertyKind.Unreadable;
            }

            isTruthy &= isElementTruthy;
        }

        builder.Append(']');
        return PropertyKind.Array;
    }
}
