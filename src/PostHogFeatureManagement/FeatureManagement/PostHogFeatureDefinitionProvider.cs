using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Overrides;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// Provides PostHog's flags and the application's own. It is called on every check, so it answers from memory with completed tasks and never throws because of
/// PostHog. A name belongs to PostHog if PostHog has exactly this key. Otherwise it belongs to the configuration if exactly this name is configured.
/// Otherwise it belongs to PostHog if PostHog has the key in another letter case (FM-17).
/// </summary>
internal sealed class PostHogFeatureDefinitionProvider(
    FeatureFinder finder,
    FlagPrecedenceRule precedence,
    KnownRemoteFlags known,
    ConfigurationCatalog catalog,
    CurrentRequests requests,
    FlagOverrides overrides,
    PostHogSwitch posthog) : IFeatureDefinitionProvider
{
    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName)
    {
        ArgumentNullException.ThrowIfNull(featureName);
        if (!posthog.UsesAnswers)
        {
            return catalog.Provider.GetFeatureDefinitionAsync(featureName);
        }

        FeatureSet? set = finder.SetOf(requests.Find()?.State);
        return finder.Find(featureName, set)?.GetDefinitionAsync(overrides.Contains(featureName)) ?? FindAsync(featureName, set);
    }

    public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        bool usesPostHog = posthog.UsesAnswers;
        if (usesPostHog)
        {
            // Read the definitions only once, because a flag can disappear between two reads.
            FeatureSet? set = finder.SetOf(requests.Find()?.State);
            foreach (string key in set is null ? known.Keys : set.Entries.Select(static entry => entry.FlagKey))
            {
                FeatureDefinition? definition = finder.Find(key, set) is { } entry
                    ? await entry.GetDefinitionAsync().ConfigureAwait(false)
                    : await FindAsync(key, set).ConfigureAwait(false);
                if (definition is not null && seen.Add(key))
                {
                    yield return definition;
                }
            }
        }

        ConfigurationList configured = await catalog.ListAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (FeatureDefinition definition in configured.Definitions)
        {
            bool hasSay = !usesPostHog || !precedence.IsPostHogOnly(definition.Name);
            if (hasSay && seen.Add(definition.Name))
            {
                yield return definition;
            }
        }
    }

    // Microsoft.FeatureManagement expects null for an unknown flag. Its interface predates nullable annotations.
    private async Task<FeatureDefinition> FindAsync(string name, FeatureSet? set)
    {
        if (await finder.RouteAsync(name, set).ConfigureAwait(false) is { } entry)
        {
            return await entry.GetDefinitionAsync().ConfigureAwait(false);
        }

        return precedence.IsPostHogOnly(name) ? null! : (await catalog.FindAsync(name).ConfigureAwait(false))!;
    }
}
