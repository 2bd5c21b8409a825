using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>Logs, when the application has started, the names that both PostHog and the configuration know, because only one of them answers first.</summary>
internal sealed class ShadowedNames(
    ConfigurationCatalog catalog,
    DefinitionsStore store,
    FlagPrecedenceRule precedence,
    ILogger<ShadowedNames> logger) : StartedService
{
    protected override async Task ActAsync(CancellationToken cancellationToken)
    {
        ConfigurationNames names = await catalog.LoadNamesAsync(cancellationToken).ConfigureAwait(false);
        if (store.Latest is not { } definitions)
        {
            return;
        }

        string[] shadowed = [.. names.All.Where(name => Knows(definitions.FlagSet, name)).Order(StringComparer.Ordinal)];
        if (shadowed.Length > 0)
        {
            string configurationFirst = string.Join(", ", shadowed.Where(precedence.IsConfigurationFirst));
            logger.NamesShadowed(string.Join(", ", shadowed), configurationFirst.Length == 0 ? "none" : configurationFirst);
        }
    }

    private static bool Knows(FlagSet flags, string name) => flags.TryGetFlag(name, out _) || flags.TryGetFlagIgnoringCase(name, out _);
}
