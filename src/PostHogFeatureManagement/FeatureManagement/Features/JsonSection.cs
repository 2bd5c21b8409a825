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
    private readonly JsonSection? _parent;
    private readonly string? _value;
    private readonly JsonSection[] _children;
    private readonly FrozenDictionary<string, JsonSection> _byKey;

    private JsonSection(string key, JsonSection? parent, JsonElement json)
    {
        Key = key;
        _parent = parent;
        _value = ValueOf(json);
        _children = [.. ChildrenOf(json)];
        _byKey = _children.Length == 0
            ? FrozenDictionary<string, JsonSection>.Empty
            : _children
                .DistinctBy(static child => child.Key, StringComparer.OrdinalIgnoreCase)
                .ToFrozenDictionary(static child => child.Key, StringComparer.OrdinalIgnoreCase);
    }

    public static JsonSection Empty { get; } = Create(string.Empty, default);

    public string Key { get; }

    /// <summary>Put together when it is asked for. Kept for every section, the paths could take a thousand times the memory of the payload.</summary>
    public string Path => _parent is null ? Key : ConfigurationPath.Combine(_parent.Path, Key);

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

    public static JsonSection Create(string key, JsonElement json) => new(key, null, json);

    public IEnumerable<IConfigurationSection> GetChildren() => _children;

    public IChangeToken GetReloadToken() => NeverChanges;

    public IConfigurationSection GetSection(string key)
    {
        JsonSection section = this;
        foreach (string segment in key.Split(ConfigurationPath.KeyDelimiter))
        {
            section = section._byKey.TryGetValue(segment, out JsonSection? child) ? child : new JsonSection(segment, section, default);
        }

        return section;
    }

    private static string? ValueOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => json.Text(),
        _ => json.ToString(),
    };

    private IEnumerable<JsonSection> ChildrenOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Members(json),
        JsonValueKind.Array => json.EnumerateArray().Select((item, index) => new JsonSection(index.ToString(CultureInfo.InvariantCulture), this, item)),
        _ => [],
    };

    private IEnumerable<JsonSection> Members(JsonElement json)
    {
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (member.NameOrNull() is { } name)
            {
                yield return new JsonSection(name, this, member.Value);
            }
        }
    }

    private static NotSupportedException ReadOnly() => new("A variant's configuration comes from PostHog and cannot be changed.");
}
