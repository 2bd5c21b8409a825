using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>
/// A payload as a configuration section, by the rules of .NET's JSON configuration provider (<see cref="JsonSectionDraft"/>). A section is built once and
/// immutable, because the framework's own sections cost more than the rest of a check. So its name is spelled as in the payload, however it is asked for. It
/// derives from the framework's, because the binder asks only those whether a value is null or absent.
/// </summary>
internal sealed class JsonSection : ConfigurationSection, IConfigurationSection
{
    private static readonly CancellationChangeToken NeverChanges = new(CancellationToken.None);
    private readonly JsonSectionRoot _root;
    private readonly string? _value;
    private readonly JsonSection[] _children;
    private readonly FrozenDictionary<string, JsonSection> _byKey;

    /// <param name="root">The root of the payload's sections.</param>
    /// <param name="key">The section's key.</param>
    /// <param name="path">The section's path, which ends with the key.</param>
    /// <param name="hasValue">Whether the payload says what the value is, be it null.</param>
    /// <param name="value">The value.</param>
    /// <param name="children">The sections below. No two have the same key, ignoring case.</param>
    public JsonSection(JsonSectionRoot root, string key, string path, bool hasValue, string? value, JsonSection[] children)
        : base(root, path)
    {
        _root = root;
        Key = key;
        HasValue = hasValue;
        _value = value;
        _children = children;
        _byKey = children.Length == 0
            ? FrozenDictionary<string, JsonSection>.Empty
            : children.ToFrozenDictionary(static child => child.Key, StringComparer.OrdinalIgnoreCase);
    }

    public static JsonSection Empty { get; } = Create(string.Empty, default);

    public new string Key { get; }

    /// <summary>Whether the payload says what the value is, be it null.</summary>
    public bool HasValue { get; }

    public new string? Value
    {
        get => _value;
        set => throw ReadOnly();
    }

    public new string? this[string key]
    {
        get => Find(key)?.Value;
        set => throw ReadOnly();
    }

    public static JsonSection Create(string key, JsonElement json) => new JsonSectionRoot(key, json).Top;

    public static NotSupportedException ReadOnly() => new("A variant's configuration comes from PostHog and cannot be changed.");

    public new IEnumerable<IConfigurationSection> GetChildren() => _children;

    public new IChangeToken GetReloadToken() => NeverChanges;

    public new IConfigurationSection GetSection(string key) =>
        Find(key) ?? new JsonSection(_root, ConfigurationPath.GetSectionKey(key), ConfigurationPath.Combine(Path, key), hasValue: false, null, []);

    /// <summary>The section at a path below this one; null when the payload has none there.</summary>
    public JsonSection? Find(string path)
    {
        JsonSection? section = this;
        foreach (string key in path.Split(ConfigurationPath.KeyDelimiter))
        {
            section = section._byKey.GetValueOrDefault(key);
            if (section is null)
            {
                break;
            }
        }

        return section;
    }
}
