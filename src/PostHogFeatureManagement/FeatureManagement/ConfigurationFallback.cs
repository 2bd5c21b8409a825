using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// The application's configured flags, evaluated by a second <see cref="FeatureManager"/> over their own provider with the same filters and without session managers
/// (the outer manager has asked those). The manager is made on first use, because its filters are in turn made with this.
/// </summary>
internal sealed class ConfigurationFallback(ConfigurationCatalog catalog, IServiceProvider services, ILogger<ConfigurationFallback> logger)
{
    private readonly EnabledCapture _enabled = new();
    private FeatureManager? _manager;

    private FeatureManager Manager => _manager ??= new FeatureManager(catalog.Provider, services.GetRequiredService<IOptions<FeatureManagementOptions>>().Value)
    {
        FeatureFilters = services.GetServices<IFeatureFilterMetadata>(),
        SessionManagers = [_enabled],
        Cache = services.GetService<IMemoryCache>(),
        Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<FeatureManager>(),
        TargetingContextAccessor = services.GetRequiredService<ITargetingContextAccessor>(),
        AssignerOptions = services.GetRequiredService<IOptions<TargetingEvaluationOptions>>().Value,
    };

    /// <param name="name">The configured flag.</param>
    /// <param name="appContext">The context the caller passed; null for the ambient one.</param>
    /// <param name="cancellationToken">Cancels the wait of this caller.</param>
    public async ValueTask<ConfiguredAnswer> EvaluateAsync(string name, object? appContext, CancellationToken cancellationToken)
    {
        try
        {
            FeatureDefinition? definition = await catalog.FindAsync(name).ConfigureAwait(false);
            return definition is null
                ? default
                : await EvaluateAsync(definition, name, appContext, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // PostHog has no answer and the configured flag is broken: off is all that is left (FM-20).
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.ConfigurationFallbackBroke(name, exception);
            return default;
        }
    }

    private async ValueTask<ConfiguredAnswer> EvaluateAsync(FeatureDefinition definition, string name, object? appContext, CancellationToken cancellationToken)
    {
        bool hasVariants = definition.Variants is { } variants && variants.Any();
        if (hasVariants && VariantDelivery.IsPossible(appContext))
        {
            EnabledCapture.Overheard overheard = _enabled.Listen(name);
            Variant? variant = appContext is ITargetingContext targeting
                ? await Manager.GetVariantAsync(name, targeting, cancellationToken).ConfigureAwait(false)
                : await Manager.GetVariantAsync(name, cancellationToken).ConfigureAwait(false);
            return new ConfiguredAnswer(true, overheard.IsEnabled, variant);
        }

        bool isEnabled = appContext is null
            ? await Manager.IsEnabledAsync(name, cancellationToken).ConfigureAwait(false)
            : await Manager.IsEnabledAsync(name, appContext, cancellationToken).ConfigureAwait(false);
        return new ConfiguredAnswer(true, isEnabled, null);
    }
}
