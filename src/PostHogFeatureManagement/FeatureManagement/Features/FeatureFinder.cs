using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Overrides;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>Finds PostHog's flag for a name, as Microsoft.FeatureManagement sees it.</summary>
internal sealed class FeatureFinder(CurrentDefinitions current, FeatureSets sets, FlagPrecedenceRule precedence, FlagRouter router, TrustRule trust, FlagOverrides overrides)
{
    /// <summary>The flags of the request's definitions. Null while there are no definitions and PostHog's servers decide.</summary>
    /// <param name="state">The state of the current request. Null outside requests.</param>
    public FeatureSet? SetOf(RequestState? state) => current.Of(state) is { } definitions ? sets.Get(definitions) : null;

    /// <summary>The fast part. Null when PostHog has no flag with exactly this name, or when the configuration comes first.</summary>
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
            return sets.Undefined(name, definitions: null);
        }

        return set.TryGet(name, out FeatureEntry? entry) ? entry : null;
    }

    /// <summary>
    /// PostHog's flag by the whole rule for names. Null when the configuration owns the name, or nothing does, unless trust or an override comes first.
    /// </summary>
    /// <param name="name">The flag's name, as the application writes it.</param>
    /// <param name="set">What <see cref="SetOf"/> returned.</param>
    public ValueTask<FeatureEntry?> RouteAsync(string name, FeatureSet? set)
    {
        if (set is not null && !router.MayHaveOtherwise(name, set.Definitions, out _))
        {
            return new ValueTask<FeatureEntry?>(FindGuarded(name));
        }

        ValueTask<FlagRoute> route = router.FindAsync(name, set?.Definitions);
        return route.IsCompletedSuccessfully ? new ValueTask<FeatureEntry?>(EntryOf(route.Result, name, set)) : Awaited(this, route, name, set);

        static async ValueTask<FeatureEntry?> Awaited(FeatureFinder self, ValueTask<FlagRoute> route, string name, FeatureSet? set) =>
            self.EntryOf(await route.ConfigureAwait(false), name, set);
    }

    /// <summary>A flag that needs an authenticated caller or is overridden, wherever it is defined. Null for any other name.</summary>
    public FeatureEntry? FindGuarded(string name) => trust.IsListed(name) || overrides.Contains(name) ? sets.Guarded(name) : null;

    private FeatureEntry? EntryOf(in FlagRoute route, string name, FeatureSet? set)
    {
        if (route.Owner != FlagOwner.PostHog)
        {
            return FindGuarded(name);
        }

        if (route.Flag is null)
        {
            return sets.Undefined(name, set?.Definitions);
        }

        return set!.TryGet(route.Flag.Key, out FeatureEntry? entry) ? entry : null;
    }
}
