using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>The gate that stands for a name where PostHog is the first to answer for it.</summary>
internal sealed class FeatureFinder(FlagDecider decider, FeatureSets gates, FlagPrecedenceRule precedence)
{
    /// <summary>The gates of the current request's definitions; null while there are none, and PostHog's servers decide.</summary>
    public FeatureSet? Current => decider.CurrentDefinitions is { } definitions ? gates.Get(definitions) : null;

    /// <summary>Null when PostHog has no flag of exactly this name, or the configuration comes first.</summary>
    /// <param name="name">The flag's name, as the application writes it.</param>
    /// <param name="gateSet">What <see cref="Current"/> returned.</param>
    public FeatureEntry? Find(string name, FeatureSet? gateSet)
    {
        if (!precedence.IsAlwaysPostHogFirst && precedence.IsConfigurationFirst(name))
        {
            return null;
        }

        if (gateSet is null)
        {
            return gates.Undefined(name);
        }

        return gateSet.TryGet(name, out FeatureEntry? entry) ? entry : null;
    }
}
