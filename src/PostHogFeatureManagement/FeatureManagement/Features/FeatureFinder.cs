using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>Finds PostHog's flag for a name that PostHog answers first. This is the fast part of what <see cref="FlagRouter"/> does.</summary>
internal sealed class FeatureFinder(DefinitionsStore store, FeatureSets sets, FlagPrecedenceRule precedence)
{
    /// <summary>The flags of the request's definitions. Null while there are no definitions and PostHog's servers decide.</summary>
    /// <param name="state">The state of the current request. Null outside requests.</param>
    public FeatureSet? SetOf(RequestState? state) => (state is null ? store.Current : state.Pin(store)) is { } definitions ? sets.Get(definitions) : null;

    /// <summary>Null when PostHog has no flag with exactly this name, or when the configuration comes first.</summary>
    /// <param name="name">The flag's name, as the application writes it.</param>
    /// <param name="set">What <see cref="SetOf"/> returned.</param>
    public FeatureEntry? Find(string name, FeatureSet? set)
    {
        if (!precedence.IsNeverConfigurationFirst && precedence.IsConfigurationFirst(name))
        {
            return null;
        }

        if (set is null)
        {
            return sets.Undefined(name);
        }

        return set.TryGet(name, out FeatureEntry? entry) ? entry : null;
    }
}
