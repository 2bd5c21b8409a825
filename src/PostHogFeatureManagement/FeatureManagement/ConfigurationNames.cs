using System.Collections.Frozen;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The names of the application's own configured flags at one moment. Immutable.</summary>
/// <param name="names">The names that were found.</param>
/// <param name="isComplete">False when there may be others.</param>
internal sealed class ConfigurationNames(IEnumerable<string> names, bool isComplete)
{
    // Microsoft.FeatureManagement looks configured names up without regard to case.
    private readonly FrozenSet<string> _names = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static ConfigurationNames Unknown { get; } = new([], isComplete: false);

    public IReadOnlyCollection<string> All => _names;

    public bool IsComplete => isComplete;

    public bool IsSameAs(ConfigurationNames other) => isComplete == other.IsComplete && _names.SetEquals(other._names);

    public bool MayContain(string name) => !isComplete || _names.Contains(name);
}
