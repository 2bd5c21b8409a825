using System.Collections.Concurrent;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// Limits how many names that are not configured reach Microsoft's provider. Names may come from outside, and the provider keeps each one for ever. What other
/// providers keep is their own matter. Thread-safe.
/// </summary>
internal sealed class UnknownNames(IFeatureDefinitionProvider provider)
{
    /// <summary>More than an application has flags.</summary>
    public const int Max = 10_000;

    private readonly bool _isLimited = provider is ConfigurationFeatureDefinitionProvider;
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether to ask the provider for a name. Beyond the limit, or if the name is too long, only for one that may be configured.</summary>
    /// <param name="name">A name that is not among those that can be read.</param>
    /// <param name="names">The configured names.</param>
    public bool MayAsk(string name, ConfigurationNames names) =>
        _asked.ContainsKey(name) || (Room.TryTake(ref _count, Max, name) && _asked.TryAdd(name, true)) || !_isLimited || names.MayContain(name);
}
