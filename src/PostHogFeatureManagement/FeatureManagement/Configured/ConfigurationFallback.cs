using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.FeatureManagement.Features;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// The application's configured flags, evaluated by a second <see cref="FeatureManager"/> over their own provider with the same filters and without session managers
/// (the outer manager has asked those). The manager is made on first use, because its filters are in turn made with this.
/// </summary>
internal sealed class ConfigurationFallback(ConfigurationCatalog catalog, IServiceProvider services, LogThrottle reports, ILogger<ConfigurationFallback> logger)
{
    private readonly EnabledCapture _enabled = new();
    private FeatureManager? _whole;
    private FeatureManager? _filters;

    private FeatureManager Whole => _whole ??= Create(catalog.Provider, [_enabled]);

    private FeatureManager Filters => _filters ??= Create(new FiltersOnly(catalog), []);

    /// <summary>The flag with its variant. Its own telemetry is published, if it has any.</summary>
    /// <param name="name">The configured flag.</param>
    /// <param name="appContext">The context the caller passed; null for the ambient one.</param>
    /// <param name="cancellationToken">Cancels the wait of this caller.</param>
    public ValueTask<ConfiguredAnswer> EvaluateAsync(string name, object? appContext, CancellationToken cancellationToken) =>
        EvaluateAsync(name, appContext, filtersOnly: false, cancellationToken);

    /// <summary>What the flag's filters say, for a manager that goes on to assign its variant and to publish its telemetry.</summary>
    /// <param name="name">The configured flag.</param>
    /// <param name="appContext">The context the caller passed; null for the ambient one.</param>
    /// <param name="cancellationToken">Cancels the wait of this caller.</param>
    public ValueTask<ConfiguredAnswer> EvaluateFiltersAsync(string name, object? appContext, CancellationToken cancellationToken) =>
        EvaluateAsync(name, appContext, filtersOnly: true, cancellationToken);

    private static async ValueTask<bool> IsEnabledAsync(FeatureManager manager, string name, object? appContext, CancellationToken cancellationToken) => appContext is null
        ? await manager.IsEnabledAsync(name, cancellationToken).ConfigureAwait(false)
        : await manager.IsEnabledAsync(name, appContext, cancellationToken).ConfigureAwait(false);

    private async ValueTask<ConfiguredAnswer> EvaluateAsync(string name, object? appContext, bool filtersOnly, CancellationToken cancellationToken)
    {
        try
        {
            FeatureDefinition? definition = await catalog.FindAsync(name).ConfigureAwait(false);
            if (definition is null)
            {
                return default;
            }

            return filtersOnly
                ? new ConfiguredAnswer(true, await IsEnabledAsync(Filters, name, appContext, cancellationToken).ConfigureAwait(false), null, definition)
                : await EvaluateWholeAsync(definition, name, appContext, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // PostHog has no answer and the configured flag is broken: off is all that is left (FM-20).
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (reports.IsDue(LogEvents.ConfigurationFallbackBroke, name))
            {
                logger.ConfigurationFallbackBroke(name, exception);
            }

            return default;
        }
    }

    private async ValueTask<ConfiguredAnswer> EvaluateWholeAsync(FeatureDefinition definition, string name, object? appContext, CancellationToken cancellationToken)
    {
        bool hasVariants = definition.Variants is { } variants && variants.Any();
        if (!hasVariants || !VariantDelivery.IsPossible(appContext))
        {
            return new ConfiguredAnswer(true, await IsEnabledAsync(Whole, name, appContext, cancellationToken).ConfigureAwait(false), null, null);
        }

        EnabledCapture.Overheard overheard = _enabled.Listen(name);
        Variant? variant = appContext is ITargetingContext targeting
            ? await Whole.GetVariantAsync(name, targeting, cancellationToken).ConfigureAwait(false)
            : await Whole.GetVariantAsync(name, cancellationToken).ConfigureAwait(false);
        return new ConfiguredAnswer(true, overheard.IsEnabled, variant, null);
    }

    private FeatureManager Create(IFeatureDefinitionProvider provider, IEnumerable<ISessionManager> sessions) => new(provider, services.GetRequiredService<IOptions<FeatureManagementOptions>>().Value)
    {
        FeatureFilters = services.GetServices<IFeatureFilterMetadata>(),
        SessionManagers = sessions,
        Cache = services.GetService<IMemoryCache>(),
        Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<FeatureManager>(),
        TargetingContextAccessor = services.GetService<ITargetingContextAccessor>(),
        AssignerOptions = services.GetRequiredService<IOptions<TargetingEvaluationOptions>>().Value,
    };
}
