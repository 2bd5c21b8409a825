using System.Collections.Concurrent;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// Limits how many names that are not configured reach Microsoft's provider. Names may come from outside, and the provider keeps each one for ever. Thread-safe.
/// </summary>
internal sealed class UnknownNames(IFeatureDefinitionProvider provider)
{
    /// <summary>More than an application has flags.</summary>
    public const int Max = 10_000;

    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether to ask the provider for a name that is not among the known ones. Beyond the limit, or if the name is too long, only if it lists the name.</summary>
    public bool MayAsk(string name) =>
        _asked.ContainsKey(name)
        || (Room.TryTake(ref _count, Max, name) && _asked.TryAdd(name, true))
        || MicrosoftInternals.ConfiguredNamesOf(provider)?.Contains(name, StringComparer.OrdinalIgnoreCase) != false;
}
