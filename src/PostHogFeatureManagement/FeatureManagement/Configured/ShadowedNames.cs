using Microsoft.Extensions.Hosting;
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
    ILogger<ShadowedNames> logger) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
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

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool Knows(FlagSet flags, string name) => flags.TryGetFlag(name, out _) || flags.TryGetFlagIgnoringCase(name, out _);
}
