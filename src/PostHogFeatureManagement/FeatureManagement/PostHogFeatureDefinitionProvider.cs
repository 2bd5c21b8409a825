using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// PostHog's flags beside the application's own. Called on every check, so it answers with completed tasks from memory and never throws on PostHog's account.
/// A name is PostHog's if it is exactly a key there, else the configuration's if it is exactly a name there, else PostHog's ignoring case (FM-17).
/// </summary>
internal sealed class PostHogFeatureDefinitionProvider(
    FlagDecider decider,
    FeatureSets gates,
    FeatureFinder finder,
    ConfigurationCatalog catalog,
    IOptions<PostHogFeatureManagementOptions> options) : IFeatureDefinitionProvider
{
    private readonly bool _isEnabled = options.Value.UsesAnswers;

    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName)
    {
        ArgumentNullException.ThrowIfNull(featureName);
        return FindAsync(featureName, _isEnabled ? finder.Current : null);
    }

    public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);

        // Microsoft.FeatureManagement has no use for a null in the list, and a flag may go between two looks at the definitions: there is one look.
        FeatureSet? gateSet = _isEnabled ? finder.Current : null;
        foreach (string key in PostHogKeys(gateSet))
        {
            if (seen.Add(key))
            {
                yield return await FindAsync(key, gateSet).ConfigureAwait(false);
            }
        }

        ConfigurationList configured = await catalog.ListAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (FeatureDefinition definition in configured.Definitions)
        {
            if (seen.Add(definition.Name))
            {
                yield return definition;
            }
        }
    }

    private Task<FeatureDefinition> FindAsync(string featureName, FeatureSet? gateSet) =>
        (_isEnabled ? finder.Find(featureName, gateSet)?.GetDefinitionAsync() : null) ?? ConfiguredOrPostHogAsync(featureName, gateSet);

    private IEnumerable<string> PostHogKeys(FeatureSet? gateSet)
    {
        if (gateSet is not null)
        {
            return gateSet.Entries.Select(static entry => entry.FlagKey);
        }

        return _isEnabled ? decider.RemoteKeys : [];
    }

    // Null is how Microsoft.FeatureManagement is told that nobody knows the flag; its interface predates nullable annotations.
    private async Task<FeatureDefinition> ConfiguredOrPostHogAsync(string name, FeatureSet? gateSet)
    {
        FeatureDefinition? configured = await catalog.FindAsync(name).ConfigureAwait(false);
        if (configured is not null && string.Equals(configured.Name, name, StringComparison.Ordinal))
        {
            return configured;
        }

        // Whether PostHog has a flag that is not configured nobody can tell now, so it is off and not missing (FM-19).
        if (gateSet is null)
        {
            return configured ?? await gates.Undefined(name).GetDefinitionAsync().ConfigureAwait(false);
        }

        if (gateSet.TryGet(name, out FeatureEntry? entry) || gateSet.TryGetIgnoringCase(name, out entry))
        {
            return await entry.GetDefinitionAsync().ConfigureAwait(false);
        }

        return configured!;
    }
}
