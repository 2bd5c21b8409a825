using System.Collections.Frozen;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>The names of the application's own configured flags at one moment. Immutable.</summary>
/// <param name="names">The names of the flags that can be read.</param>
/// <param name="unreadable">The names of the flags that cannot be read.</param>
/// <param name="isComplete">False when there may be more flags.</param>
internal sealed class ConfigurationNames(IEnumerable<string> names, IEnumerable<string> unreadable, bool isComplete)
{
    // Microsoft.FeatureManagement ignores case when it looks up configured names.
    private readonly FrozenSet<string> _names = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly FrozenSet<string> _unreadable = unreadable.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static ConfigurationNames Unknown { get; } = new([], [], isComplete: false);

    /// <summary>The names of the flags that can be read.</summary>
    public IReadOnlyCollection<string> All => _names;

    public bool IsComplete => isComplete;

    public static ConfigurationNames Of(ConfigurationList list) => new(list.Definitions.Select(static definition => definition.Name), list.Unreadable, list.IsComplete);

    public bool IsSameAs(ConfigurationNames other) => isComplete == other.IsComplete && _names.SetEquals(other._names) && _unreadable.SetEquals(other._unreadable);

    /// <summary>The name as configured, which may differ in case. Null when the name is not known to be configured.</summary>
    public string? Find(string name) => _names.TryGetValue(name, out string? configured) ? configured : null;

    public bool MayContain(string name) => !isComplete || _names.Contains(name) || _unreadable.Contains(name);
}
