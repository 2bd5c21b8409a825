using System.Collections.Frozen;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The names of the application's own configured flags at one moment. Immutable.</summary>
internal sealed class ConfigurationNames(IEnumerable<string> names)
{
    // Microsoft.FeatureManagement looks configured names up without regard to case.
    private readonly FrozenSet<string> _names = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static ConfigurationNames None { get; } = new([]);

    public IReadOnlyCollection<string> All => _names;

    public bool Contains(string name) => _names.Contains(name);
}
