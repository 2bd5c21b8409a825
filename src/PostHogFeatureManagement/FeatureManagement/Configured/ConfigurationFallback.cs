using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// The application's configured flags, evaluated by Microsoft's manager over their own provider with the same filters. The managers are made on first use, because
/// their filters are made with this.
/// </summary>
internal sealed class ConfigurationFallback(ConfigurationCatalog catalog, IServiceProvider services) : IConfiguredFlags
{
    private readonly EnabledCapture _enabled = new();
    private FeatureManager? _manager;

    /// <summary>What Microsoft.FeatureManagement is without PostHog: session managers have their say, and telemetry is published.</summary>
    public FeatureManager Alone => field ??= Create(services.GetServices<ISessionManager>());

    // The manager that asks PostHog's flag has asked the session managers already.
    private FeatureManager Manager => _manager ??= Create([_enabled]);

    /// <summary>The flag with its variant. Its own telemetry is published, if it has any.</summary>
    public async ValueTask<FlagAnswer> GetAsync(FlagQuestion question)
    {
        FeatureDefinition? definition = await catalog.FindAsync(question.Key).ConfigureAwait(false);
        if (definition is null)
        {
            return FlagAnswer.NoValue(FlagReason.FlagNotFound);
        }

        bool hasVariants = definition.Variants is { } variants && variants.Any() && VariantDelivery.IsPossible(question.AppContext);
        return hasVariants
            ? await GetWithVariantAsync(question).ConfigureAwait(false)
            : Answer(await IsEnabledAsync(question).ConfigureAwait(false), null);
    }

    private static FlagAnswer Answer(bool isEnabled, Variant? variant) =>
        FlagAnswer.Configured(new FlagResult(isEnabled, variant?.Name, null, FlagReason.Unknown, -1, FlagSource.Configuration), variant);

    private ValueTask<bool> IsEnabledAsync(FlagQuestion question) => question.AppContext is { } context
        ? Manager.IsEnabledAsync(question.Key, context, question.CancellationToken)
        : Manager.IsEnabledAsync(question.Key, question.CancellationToken);

    private async ValueTask<FlagAnswer> GetWithVariantAsync(FlagQuestion question)
    {
        EnabledCapture.Overheard overheard = _enabled.Listen(question.Key);
        Variant? variant = question.AppContext is ITargetingContext targeting
            ? await Manager.GetVariantAsync(question.Key, targeting, question.CancellationToken).ConfigureAwait(false)
            : await Manager.GetVariantAsync(question.Key, question.CancellationToken).ConfigureAwait(false);
        return Answer(overheard.IsEnabled, variant);
    }

    private FeatureManager Create(IEnumerable<ISessionManager> sessions) => new(catalog.Provider, services.GetRequiredService<IOptions<FeatureManagementOptions>>().Value)
    {
        FeatureFilters = services.GetServices<IFeatureFilterMetadata>(),
        SessionManagers = sessions,
        Cache = services.GetService<IMemoryCache>(),
        Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<FeatureManager>(),
        TargetingContextAccessor = services.GetService<ITargetingContextAccessor>(),
        AssignerOptions = services.GetRequiredService<IOptions<TargetingEvaluationOptions>>().Value,
    };
}
