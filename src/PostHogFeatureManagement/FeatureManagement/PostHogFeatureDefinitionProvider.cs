using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// PostHog's flags beside the application's own. Called on every check, so it answers with completed tasks from memory and never throws on PostHog's account.
/// A name is PostHog's if it is exactly a key there, else the configuration's if it is exactly a name there, else PostHog's ignoring case (FM-17).
/// </summary>
internal sealed class PostHogFeatureDefinitionProvider(
    FeatureFinder finder,
    FlagPrecedenceRule precedence,
    KnownRemoteFlags known,
    ConfigurationCatalog catalog,
    IRequestStateAccessor states,
    IOptions<PostHogFeatureManagementOptions> options) : IFeatureDefinitionProvider
{
    private readonly bool _isEnabled = options.Value.UsesAnswers;

    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName)
    {
        ArgumentNullException.ThrowIfNull(featureName);
        if (!_isEnabled)
        {
            return catalog.Provider.GetFeatureDefinitionAsync(featureName);
        }

        FeatureSet? set = finder.SetOf(states.Find(out _));
        return finder.Find(featureName, set)?.GetDefinitionAsync() ?? FindAsync(featureName, set);
    }

    public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (_isEnabled)
        {
            // One look at the definitions: a flag may go between two.
            FeatureSet? set = finder.SetOf(states.Find(out _));
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
            bool hasSay = !_isEnabled || !precedence.IsPostHogOnly(definition.Name);
            if (hasSay && seen.Add(definition.Name))
            {
                yield return definition;
            }
        }
    }

    // Null is how Microsoft.FeatureManagement is told that the flag is unknown; its interface predates nullable annotations.
    private async Task<FeatureDefinition> FindAsync(string name, FeatureSet? set)
    {
        if (await finder.RouteAsync(name, set).ConfigureAwait(false) is { } entry)
        {
            return await entry.GetDefinitionAsync().ConfigureAwait(false);
        }

        return precedence.IsPostHogOnly(name) ? null! : (await catalog.FindAsync(name).ConfigureAwait(false))!;
    }
}
