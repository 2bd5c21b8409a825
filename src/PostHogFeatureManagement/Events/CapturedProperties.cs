using System.Collections;
using System.Runtime.InteropServices;
using System.Text.Json;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Events;

/// <summary>The properties of an application's event. Unlike those of a person, they can have dictionaries as values, such as <c>$set</c>.</summary>
internal static class CapturedProperties
{
    public static PropertyBag Read(IReadOnlyDictionary<string, object?>? properties)
    {
        if (properties is null || properties.Count == 0)
        {
            return PropertyBag.Empty;
        }

        foreach (object? value in properties.Values)
        {
            if (IsDictionary(value))
            {
                return PropertyBag.Of(WithoutDictionaries(properties, 0));
            }
        }

        return PropertyBag.Of(properties);
    }

    /// <summary>About how many bytes they take in memory.</summary>
    public static int SizeOf(Dictionary<string, object?> properties)
    {
        int size = 0;
        foreach ((string name, object? value) in properties)
        {
            size += 64 + (2 * name.Length) + SizeOf(value);
        }

        return size;
    }

    private static int SizeOf(object? value) => value switch
    {
        string text => 24 + (2 * text.Length),
        JsonElement json => 128 + JsonMarshal.GetRawUtf8Value(json).Length,
        object?[] elements => 24 + elements.Sum(static element => 8 + SizeOf(element)),
        _ => 24,
    };

    private static bool IsDictionary(object? value) => value is IDictionary or IReadOnlyDictionary<string, object?> or IDictionary<string, object?>;

    // A dictionary becomes a JSON object, a form that everything else knows. One that contains itself is cut off.
    private static Dictionary<string, object?> WithoutDictionaries(IEnumerable<KeyValuePair<string, object?>> properties, int depth)
    {
        var known = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, object? value) in properties)
        {
            known[name] = IsDictionary(value) && depth < PropertyKinds.MaxDepth ? ToJson(WithoutDictionaries(Members(value!), depth + 1)) : value;
        }

        return known;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Members(object dictionary) => dictionary switch
    {
        IEnumerable<KeyValuePair<string, object?>> members => members,
        IDictionary members => members.Cast<DictionaryEntry>()
            .Where(static member => member.Key is string)
            .Select(static member => new KeyValuePair<string, object?>((string)member.Key, member.Value)),
        _ => [],
    };

    private static JsonElement ToJson(Dictionary<string, object?> properties)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            PropertyValueWriter.WriteMembers(writer, PropertyBag.Of(properties).Known);
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.Written);
    }
}
