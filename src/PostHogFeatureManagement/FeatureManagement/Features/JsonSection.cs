using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>
/// A payload as a configuration section. It follows the rules of the JSON configuration provider: names ignore case, array items are numbered, values are text.
/// A string that is JSON but no text, such as half an emoji, has no value, and a member with such a name is left out. A section is built once and immutable,
/// because the framework's own sections cost more than the rest of a check.
/// </summary>
internal sealed class JsonSection : IConfigurationSection
{
    private static readonly CancellationChangeToken NeverChanges = new(CancellationToken.None);
    private readonly string? _value;
    private readonly JsonSection[] _children;
    private readonly FrozenDictionary<string, JsonSection> _byKey;

    private JsonSection(string key, string path, string? value, JsonSection[] children)
    {
        Key = key;
        Path = path;
        _value = value;
        _children = children;
        _byKey = children.Length == 0
            ? FrozenDictionary<string, JsonSection>.Empty
            : children
                .DistinctBy(static child => child.Key, StringComparer.OrdinalIgnoreCase)
                .ToFrozenDictionary(static child => child.Key, StringComparer.OrdinalIgnoreCase);
    }

    public static JsonSection Empty { get; } = new(string.Empty, string.Empty, null, []);

    public string Key { get; }

    public string Path { get; }

    public string? Value
    {
        get => _value;
        set => throw ReadOnly();
    }

    public string? this[string key]
    {
        get => GetSection(key).Value;
        set => throw ReadOnly();
    }

    public static JsonSection Create(string key, JsonElement json) => Create(key, key, json);

    public IEnumerable<IConfigurationSection> GetChildren() => _children;

    public IChangeToken GetReloadToken() => NeverChanges;

    public IConfigurationSection GetSection(string key)
    {
        JsonSection section = this;
        foreach (string segment in key.Split(ConfigurationPath.KeyDelimiter))
        {
            if (!section._byKey.TryGetValue(segment, out JsonSection? child))
            {
                return new JsonSection(ConfigurationPath.GetSectionKey(key), ConfigurationPath.Combine(Path, key), null, []);
            }

            section = child;
        }

        return section;
    }

    private static JsonSection Create(string key, string path, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new JsonSection(key, path, null, [.. Members(path, json)]),
        JsonValueKind.Array => new JsonSection(key, path, null, [.. Items(path, json)]),
        JsonValueKind.Null or JsonValueKind.Undefined => new JsonSection(key, path, null, []),
        JsonValueKind.String => new JsonSection(key, path, json.Text(), []),
        _ => new JsonSection(key, path, json.ToString(), []),
    };

    private static IEnumerable<JsonSection> Items(string path, JsonElement json) =>
        json.EnumerateArray().Select((item, index) => Child(index.ToString(CultureInfo.InvariantCulture), path, item));

    private static IEnumerable<JsonSection> Members(string path, JsonElement json)
    {
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (member.NameOrNull() is { } name)
            {
                yield return Child(name, path, member.Value);
            }
        }
    }

    private static JsonSection Child(string key, string path, JsonElement json) => Create(key, ConfigurationPath.Combine(path, key), json);

    private static NotSupportedException ReadOnly() => new("A variant's configuration comes from PostHog and cannot be changed.");
}
