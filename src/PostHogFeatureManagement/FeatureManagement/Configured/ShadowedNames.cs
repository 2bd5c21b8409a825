using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>Says once, when the application has started, which names PostHog and the configuration both know, because one of the two is not asked first.</summary>
internal sealed class ShadowedNames(
    ConfigurationCatalog catalog,
    DefinitionsStore store,
    FlagPrecedenceRule precedence,
    ILogger<ShadowedNames> logger) : LifecycleService
{
    private bool _isToldWhenStarted;

    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        _isToldWhenStarted = true;
        return Task.CompletedTask;
    }

    // The classic web host calls only this.
    public override Task StartAsync(CancellationToken cancellationToken) => _isToldWhenStarted ? Task.CompletedTask : ReportAsync(cancellationToken);

    public override Task StartedAsync(CancellationToken cancellationToken) => ReportAsync(cancellationToken);

    private static bool Knows(FlagSet flags, string name) => flags.TryGetFlag(name, out _) || flags.TryGetFlagIgnoringCase(name, out _);

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        ConfigurationNames names = await catalog.LoadNamesAsync(cancellationToken).ConfigureAwait(false);
        if (store.Current is not { } definitions)
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
}
