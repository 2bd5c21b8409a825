namespace PostHogFeatureManagement;

/// <summary>A group (company, workspace, …) that the caller belongs to, with its properties. Immutable and thread-safe.</summary>
public sealed class PostHogGroup
{
    /// <summary>Creates a group.</summary>
    /// <param name="key">The group's key in PostHog, case-sensitive. An empty key, or one above 10,000 characters, means that the group is unknown.</param>
    /// <param name="properties">Group properties by name, with the same kinds of values as <see cref="PostHogContext.PersonProperties"/>. Copied.</param>
    public PostHogGroup(string key, IReadOnlyDictionary<string, object?>? properties = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        HasLongKey = key.Length > IdLimits.Others;
        Key = HasLongKey ? string.Empty : key;
        Bag = properties is null ? PropertyBag.Empty : PropertyBag.Of(properties);
    }

    /// <summary>The group's key in PostHog. Empty when unknown.</summary>
    public string Key { get; }

    /// <summary>Group properties by name (case-sensitive).</summary>
    public IReadOnlyDictionary<string, object?> Properties => Bag.Given;

    internal PropertyBag Bag { get; }

    internal bool HasLongKey { get; }

    internal bool TryGetProperty(string name, out object? value) => Bag.Known.TryGetValue(name, out value);
}
