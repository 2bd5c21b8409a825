using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.FeatureManagement.Configured;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>All flags of one version of the definitions, as Microsoft.FeatureManagement sees them. Immutable.</summary>
internal sealed class FeatureSet
{
    private readonly FrozenDictionary<string, FeatureEntry> _entries;

    public FeatureSet(DefinitionsSnapshot definitions, ConfigurationNames names, bool telemetry)
    {
        Definitions = definitions;
        Names = names;
        FlagSet flags = definitions.FlagSet;
        var entries = new Dictionary<string, FeatureEntry>(flags.Count, StringComparer.Ordinal);
        for (int ordinal = 0; ordinal < flags.Count; ordinal++)
        {
            FlagDefinition flag = flags[ordinal];
            bool hasVariant = flag.HasVariants || flag.HasPayloads || flag.Holdout is not null;

            // When this process cannot decide the flag, PostHog's servers may still answer with a variant.
            bool needsOwnDefinition = hasVariant || flag.ServerCause is not null || names.MayContain(flag.Key);
            entries[flag.Key] = new FeatureEntry(flag.Key, flag.Key, flag, definitions, needsOwnDefinition, telemetry);
        }

        _entries = entries.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public DefinitionsSnapshot Definitions { get; }

    /// <summary>
    /// The configured names this set was built with. A flag that the configuration may answer needs a definition per check, for the configuration's variant.
    /// </summary>
    public ConfigurationNames Names { get; }

    public IReadOnlyList<FeatureEntry> Entries => _entries.Values;

    public bool TryGet(string name, [NotNullWhen(true)] out FeatureEntry? entry) => _entries.TryGetValue(name, out entry);
}
