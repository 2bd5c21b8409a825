using System.Collections;

namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>Arrays and lists as property values. Lists of reference types and of common value types are read without boxing.</summary>
internal static class PropertyLists
{
    /// <summary>The depth to which System.Text.Json writes. It also stops a list that contains itself.</summary>
    private const int MaxDepth = 64;

    public static PropertyKind Write(object value, bool isElement, int depth, ref TextBuilder builder, out bool isTruthy)
    {
        isTruthy = false;
        if (depth >= MaxDepth)
        {
            return PropertyKind.Unreadable;
        }

        return value switch
        {
            byte[] bytes => WriteBase64(bytes, isElement, ref builder),
            IReadOnlyList<object?> list => WriteObjects(new ObjectList(list, null), depth, ref builder, out isTruthy),
            IReadOnlyList<int> list => WriteValues(list, depth, ref builder, out isTruthy),
            IReadOnlyList<long> list => WriteValues(list, depth, ref builder, out isTruthy),
            IReadOnlyList<double> list => WriteValues(list, depth, ref builder, out isTruthy),
            IList list => WriteObjects(new ObjectList(null, list), depth, ref builder, out isTruthy),
            _ => PropertyKind.Unreadable,
        };
    }

    private static PropertyKind WriteObjects(ObjectList list, int depth, ref TextBuilder builder, out bool isTruthy)
    {
        isTruthy = true;
        builder.Append('[');
        for (int i = 0; i < list.Count; i++)
        {
            if (!TryWriteElement(list[i], i, depth, ref builder, ref isTruthy))
            {
                return PropertyKind.Unreadable;
            }
        }

        builder.Append(']');
        return PropertyKind.Array;
    }

    private static PropertyKind WriteValues<T>(IReadOnlyList<T> list, int depth, ref TextBuilder builder, out bool isTruthy)
        where T : struct, ISpanFormattable
    {
        isTruthy = list.Count == 0;
        Span<char> json = stackalloc char[64];
        builder.Append('[');
        for (int i = 0; i < list.Count; i++)
        {
            if (i > 0)
            {
                builder.Append(',');
            }

            if (!list[i].TryFormat(json, out int written, default, System.Globalization.CultureInfo.InvariantCulture)
                || JsonText.WriteNumber(json[..written], ref builder, out _) == PropertyKind.Unreadable)
            {
                return PropertyKind.Unreadable;
            }
        }

        builder.Append(']');
        return PropertyKind.Array;
    }

    private static bool TryWriteElement(object? element, int index, int depth, ref TextBuilder builder, ref bool areTruthy)
    {
        if (index > 0)
        {
            builder.Append(',');
        }

        PropertyKind kind = PropertyReader.Write(element, isElement: true, depth + 1, ref builder, out _, out bool isTruthy);
        areTruthy &= isTruthy;
        return kind != PropertyKind.Unreadable;
    }

    private static PropertyKind WriteBase64(byte[] bytes, bool isElement, ref TextBuilder builder)
    {
        if (isElement)
        {
            builder.Append('"');
        }

        int length = (bytes.Length + 2) / 3 * 4;
        Convert.TryToBase64Chars(bytes, builder.Reserve(length), out _);
        if (isElement)
        {
            builder.Append('"');
        }

        return PropertyKind.Text;
    }

    /// <summary>A list of objects behind either of two interfaces, which share no indexer.</summary>
    private readonly struct ObjectList(IReadOnlyList<object?>? typed, IList? untyped)
    {
        public int Count => typed?.Count ?? untyped!.Count;

        public object? this[int index] => typed is null ? untyped![index] : typed[index];
    }
}
