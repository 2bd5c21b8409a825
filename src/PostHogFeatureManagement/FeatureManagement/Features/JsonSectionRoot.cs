using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>What the framework's part of a <see cref="JsonSection"/> asks: the root of its sections, and the only provider of that root.</summary>
internal sealed class JsonSectionRoot : IConfigurationRoot, IConfigurationProvider
{
    public JsonSectionRoot(string key, JsonElement json) => Top = JsonSectionDraft.Of(json).ToSection(this, key, key);

    public JsonSection Top { get; }

    public IEnumerable<IConfigurationProvider> Providers => [this];

    public string? this[string key]
    {
        get => Find(key)?.Value;
        set => throw JsonSection.ReadOnly();
    }

    public IConfigurationSection GetSection(string key) =>
        Find(key) ?? new JsonSection(this, ConfigurationPath.GetSectionKey(key), key, hasValue: false, null, []);

    public IEnumerable<IConfigurationSection> GetChildren() => [Top];

    public IChangeToken GetReloadToken() => Top.GetReloadToken();

    public bool TryGet(string key, out string? value)
    {
        JsonSection? section = Find(key);
        value = section?.Value;
        return section is { HasValue: true };
    }

    public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        IEnumerable<IConfigurationSection> children = parentPath is null ? [Top] : Find(parentPath)?.GetChildren() ?? [];
        return earlierKeys.Concat(children.Select(static child => child.Key)).Order(ConfigurationKeyComparer.Instance);
    }

    public void Set(string key, string? value) => throw JsonSection.ReadOnly();

    public void Load()
    {
        // Nothing changes.
    }

    public void Reload()
    {
        // Nothing changes.
    }

    private JsonSection? Find(string path)
    {
        if (!path.StartsWith(Top.Path, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        ReadOnlySpan<char> rest = path.AsSpan(Top.Path.Length);
        if (rest.IsEmpty)
        {
            return Top;
        }

        return rest.StartsWith(ConfigurationPath.KeyDelimiter) ? Top.Find(rest[ConfigurationPath.KeyDelimiter.Length..].ToString()) : null;
    }
}
