using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>
/// Properties as parts of a key, in the forms of <see cref="PropertyKinds"/>. Values that a request writes differently are different here: 1, "1" and true are
/// three values.
/// </summary>
internal static class RemotePropertyKey
{
    private const byte PropertyMark = 24;
    private const byte NumberMark = 25;
    private const byte JsonMark = 26;
    private const byte ListMark = 27;
    private const byte EndMark = 31;

    public static void AddAll(ref CacheKeyBuilder builder, Dictionary<string, object?> properties)
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
                Add(ref builder, value);
            }

            ArrayPool<KeyValuePair<string, object?>>.Shared.Return(sorted, clearArray: true);
        }

        builder.AddMark(EndMark);
    }

    private static void Add(ref CacheKeyBuilder builder, object? value)
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
                builder.Add(JsonMark, JsonMarshal.GetRawUtf8Value(json));
                break;
            case object?[] elements:
                builder.AddMark(ListMark);
                foreach (object? element in elements)
                {
                    Add(ref builder, element);
                }

                builder.AddMark(EndMark);
                break;
            default:
                builder.Add(NumberMark, PropertyKinds.WriteNumber(value, stackalloc byte[PropertyKinds.MaxNumberLength]));
                break;
        }
    }
}
