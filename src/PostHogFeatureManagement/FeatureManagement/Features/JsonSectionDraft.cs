using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>
/// Sorts a payload into sections as .NET's JSON configuration provider does: names ignore case, a colon in a name begins a section below, array items are
/// numbered, values are text, an empty array is an empty text, null and an empty object are null. Unlike there, a repeated value is no error: the first counts.
/// A string that is JSON but no text, such as half an emoji, has no value, and a member with such a name is left out.
/// </summary>
internal sealed class JsonSectionDraft
{
    private Dictionary<string, JsonSectionDraft>? _children;
    private string? _value;
    private bool _hasValue;

    public static JsonSectionDraft Of(JsonElement json)
    {
        var draft = new JsonSectionDraft();
        draft.Add(json, depth: 0);
        return draft;
    }

    public JsonSection ToSection(JsonSectionRoot root, string key, string path)
    {
        JsonSection[] children = _children is null
            ? []
            : [.. _children
                .OrderBy(static child => child.Key, ConfigurationKeyComparer.Instance)
                .Select(child => child.Value.ToSection(root, child.Key, ConfigurationPath.Combine(path, child.Key)))];
        return new JsonSection(root, key, path, _hasValue, _value, children);
    }

    private void Add(JsonElement json, int depth)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                AddMembers(json, depth);
                break;
            case JsonValueKind.Array:
                AddItems(json, depth);
                break;
            case JsonValueKind.Null:
                Set(null);
                break;
            case JsonValueKind.String when json.Text() is { } text:
                Set(text);
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                Set(json.ToString());
                break;
            default:
                break;
        }
    }

    private void AddMembers(JsonElement json, int depth)
    {
        bool isEmpty = true;
        foreach (JsonProperty member in json.EnumerateObject())
        {
            isEmpty = false;
            if (member.NameOrNull() is { } name)
            {
                AddBelow(name, member.Value, depth);
            }
        }

        if (isEmpty)
        {
            Replace(null);
        }
    }

    private void AddItems(JsonElement json, int depth)
    {
        int count = 0;
        foreach (JsonElement item in json.EnumerateArray())
        {
            AddBelow(count.ToString(CultureInfo.InvariantCulture), item, depth);
            count++;
        }

        if (count == 0)
        {
            Replace(string.Empty);
        }
    }

    private void AddBelow(string name, JsonElement json, int depth)
    {
        JsonSectionDraft draft = this;
        foreach (Range key in name.AsSpan().Split(ConfigurationPath.KeyDelimiter))
        {
            // A name made of colons would go deeper than any stack.
            if (++depth > FlagPayload.MaxDepth)
            {
                return;
            }

            draft = draft.Child(name[key]);
        }

        draft.Add(json, depth);
    }

    private JsonSectionDraft Child(string key)
    {
        _children ??= new Dictionary<string, JsonSectionDraft>(StringComparer.OrdinalIgnoreCase);
        if (!_children.TryGetValue(key, out JsonSectionDraft? child))
        {
            child = new JsonSectionDraft();
            _children.Add(key, child);
        }

        return child;
    }

    private void Set(string? value)
    {
        if (!_hasValue)
        {
            Replace(value);
        }
    }

    private void Replace(string? value)
    {
        _hasValue = true;
        _value = value;
    }
}
