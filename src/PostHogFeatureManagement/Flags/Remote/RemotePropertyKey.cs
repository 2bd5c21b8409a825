using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>
/// Property values as parts of a key. Values that a request writes differently are different here: 1, "1" and true are three values.
/// </summary>
internal static class RemotePropertyKey
{
    private const byte PropertyMark = 24;
    private const byte NumberMark = 25;
    private const byte JsonMark = 26;
    private const byte ListMark = 27;
    private const byte DateMark = 28;
    private const byte BytesMark = 29;
    private const byte NotSentMark = 30;
    private const byte EndMark = 31;

    // Deeper than any request. Only a list that contains itself reaches this depth.
    private const int MaxDepth = 32;

    public static void AddAll(ref CacheKeyBuilder builder, IReadOnlyDictionary<string, object?> properties)
    {
        int count = properties.Count;
        if (count > 0)
        {
            KeyValuePair<string, object?>[] sorted = ArrayPool<KeyValuePair<string, object?>>.Shared.Rent(count);
            ((ICollection<KeyValuePair<string, object?>>)properties).CopyTo(sorted, 0);
            sorted.AsSpan(0, count).Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
            foreach ((string name, object? value) in sorted.AsSpan(0, count))
            {
                builder.AddMark(PropertyMark);
                builder.Add(name);
                Add(ref builder, value, 0);
            }

            ArrayPool<KeyValuePair<string, object?>>.Shared.Return(sorted, clearArray: true);
        }

        builder.AddMark(EndMark);
    }

    private static void Add(ref CacheKeyBuilder builder, object? value, int depth)
    {
        switch (value)
        {
            case null:
                builder.Add((string?)null);
                break;
            case string text:
                builder.Add(text);
                break;
            case bool flag:
                builder.Add(flag);
                break;
            case JsonElement { ValueKind: not JsonValueKind.Undefined } json:
                builder.Add(JsonMark, JsonMarshal.GetRawUtf8Value(json));
                break;
            case byte[] bytes:
                builder.Add(BytesMark, bytes);
                break;
            case IList list when depth < MaxDepth:
                AddList(ref builder, list, depth + 1);
                break;
            default:
                AddScalar(ref builder, value);
                break;
        }
    }

    private static void AddScalar(ref CacheKeyBuilder builder, object value)
    {
        switch (value)
        {
            case Enum member:
                Span<byte> number = stackalloc byte[32];
                builder.Add(NumberMark, number[..Encoding.ASCII.GetBytes(member.ToString("D"), number)]);
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or Int128 or UInt128 or Half or float or double or decimal:
                AddFormatted(ref builder, NumberMark, (IUtf8SpanFormattable)value, default);
                break;
            case DateTime or DateTimeOffset or DateOnly or TimeOnly:
                AddFormatted(ref builder, DateMark, (IUtf8SpanFormattable)value, "O");
                break;
            case Guid id:
                builder.Add(id.ToString("D"));
                break;
            case Uri uri:
                builder.Add(uri.OriginalString);
                break;
            default:
                builder.AddMark(NotSentMark);
                break;
        }
    }

    private static void AddFormatted(ref CacheKeyBuilder builder, byte mark, IUtf8SpanFormattable value, ReadOnlySpan<char> format)
    {
        // The longest value, an Int128, has 40 characters.
        Span<byte> text = stackalloc byte[64];
        value.TryFormat(text, out int length, format, CultureInfo.InvariantCulture);
        builder.Add(mark, text[..length]);
    }

    private static void AddList(ref CacheKeyBuilder builder, IList list, int depth)
    {
        builder.AddMark(ListMark);
        foreach (object? item in list)
        {
            Add(ref builder, item, depth);
        }

        builder.AddMark(EndMark);
    }
}
