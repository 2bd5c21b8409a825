using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// Property values as parts of a key. Values that look different to PostHog are different here: 1, "1" and true are three values.
/// </summary>
internal static class RemotePropertyKey
{
    private const byte PropertyMark = 24;
    private const byte NumberMark = 25;
    private const byte JsonMark = 26;
    private const byte ListMark = 27;
    private const byte OtherMark = 28;
    private const byte TooDeepMark = 29;
    private const byte EndMark = 30;
    private const int MaxDepth = 64;

    public static void AddAll(ref CacheKeyBuilder builder, IReadOnlyDictionary<string, object?> properties) => AddAll(ref builder, properties, 0);

    private static void AddAll(ref CacheKeyBuilder builder, IReadOnlyDictionary<string, object?> properties, int depth)
    {
        int count = properties.Count;
        if (count > 0)
        {
            KeyValuePair<string, object?>[] sorted = ArrayPool<KeyValuePair<string, object?>>.Shared.Rent(count);
            Copy(properties, sorted);
            sorted.AsSpan(0, count).Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
            foreach ((string name, object? value) in sorted.AsSpan(0, count))
            {
                builder.AddMark(PropertyMark);
                builder.Add(name);
                Add(ref builder, value, depth);
            }

            ArrayPool<KeyValuePair<string, object?>>.Shared.Return(sorted, clearArray: true);
        }

        builder.AddMark(EndMark);
    }

    private static void Copy(IReadOnlyDictionary<string, object?> properties, KeyValuePair<string, object?>[] target)
    {
        if (properties is ICollection<KeyValuePair<string, object?>> collection)
        {
            collection.CopyTo(target, 0);
            return;
        }

        int index = 0;
        foreach (KeyValuePair<string, object?> property in properties)
        {
            target[index++] = property;
        }
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
            case JsonElement json:
                AddJson(ref builder, json);
                break;
            case Enum name:
                AddOther(ref builder, name.ToString(), value);
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal:
                AddNumber(ref builder, (IUtf8SpanFormattable)value);
                break;
            case DateTime date:
                AddOther(ref builder, date.ToString("O", CultureInfo.InvariantCulture), value);
                break;
            case DateTimeOffset date:
                AddOther(ref builder, date.ToString("O", CultureInfo.InvariantCulture), value);
                break;
            case IReadOnlyDictionary<string, object?> nested when depth < MaxDepth:
                AddAll(ref builder, nested, depth + 1);
                break;
            case IEnumerable list when depth < MaxDepth:
                AddList(ref builder, list, depth + 1);
                break;
            case IEnumerable:
                // Deeper than a request can be written; only a list that contains itself gets here.
                builder.AddMark(TooDeepMark);
                break;
            default:
                AddOther(ref builder, Convert.ToString(value, CultureInfo.InvariantCulture), value);
                break;
        }
    }

    private static void AddNumber(ref CacheKeyBuilder builder, IUtf8SpanFormattable number)
    {
        // decimal's and double's longest texts fit.
        Span<byte> text = stackalloc byte[64];
        bool fits = number.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        builder.Add(NumberMark, fits ? text[..length] : text);
    }

    private static void AddJson(ref CacheKeyBuilder builder, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                builder.Add(json.GetString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                builder.Add(json.ValueKind == JsonValueKind.True);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                builder.Add((string?)null);
                break;
            default:
                builder.Add(json.ValueKind == JsonValueKind.Number ? NumberMark : JsonMark, JsonMarshal.GetRawUtf8Value(json));
                break;
        }
    }

    private static void AddList(ref CacheKeyBuilder builder, IEnumerable list, int depth)
    {
        builder.AddMark(ListMark);
        foreach (object? item in list)
        {
            Add(ref builder, item, depth);
        }

        builder.AddMark(EndMark);
    }

    private static void AddOther(ref CacheKeyBuilder builder, string? text, object value)
    {
        builder.AddMark(OtherMark);
        builder.Add(value.GetType().FullName);
        builder.Add(text);
    }
}
