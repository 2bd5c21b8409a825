using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The gate that stands for a name where PostHog is the first to answer for it.</summary>
internal sealed class GateFinder(FlagDecider decider, GateSets gates, FlagPrecedenceRule precedence)
{
    /// <summary>The gates of the current request's definitions; null while there are none, and PostHog's servers decide.</summary>
    public GateSet? Current => decider.CurrentDefinitions is { } definitions ? gates.Get(definitions) : null;

    /// <summary>Null when PostHog has no flag of exactly this name, or the configuration comes first.</summary>
    /// <param name="name">The flag's name, as the application writes it.</param>
    /// <param name="gateSet">What <see cref="Current"/> returned.</param>
    public GateEntry? Find(string name, GateSet? gateSet)
    {
        if (!precedence.IsAlwaysPostHogFirst && precedence.IsConfigurationFirst(name))
        {
            return null;
        }

        if (gateSet is null)
        {
            return gates.Undefined(name);
        }

        return gateSet.TryGet(name, out GateEntry? entry) ? entry : null;
    }
}
