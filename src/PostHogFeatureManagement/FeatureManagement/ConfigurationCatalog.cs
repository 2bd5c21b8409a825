using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The application's own flags: the definition provider that was registered before PostHog's. Thread-safe.</summary>
internal sealed class ConfigurationCatalog : IDisposable
{
    private readonly IDisposable? _reload;
    private volatile ConfigurationNames? _names;

    public ConfigurationCatalog(IFeatureDefinitionProvider provider, IConfiguration? configuration)
    {
        Provider = provider;
        if (configuration is not null)
        {
            _reload = ChangeToken.OnChange(configuration.GetReloadToken, () => _names = null);
        }
    }

    public IFeatureDefinitionProvider Provider { get; }

    /// <summary>The configured names, enumerated again after the configuration was reloaded.</summary>
    public ConfigurationNames Names => _names ?? Load();

    public void Dispose()
    {
        _reload?.Dispose();
        (Provider as IDisposable)?.Dispose();
    }

    public async Task<ConfigurationNames> LoadNamesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (FeatureDefinition definition in Provider.GetAllFeatureDefinitionsAsync().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!string.IsNullOrEmpty(definition?.Name))
            {
                names.Add(definition.Name);
            }
        }

        return _names = new ConfigurationNames(names);
    }

    // Microsoft's provider enumerates without waiting. One that does wait is enumerated in the background, and its names count from then on.
    private ConfigurationNames Load()
    {
        _names = ConfigurationNames.None;
        Task<ConfigurationNames> loading = LoadNamesAsync(CancellationToken.None);
        _ = loading.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return _names ?? ConfigurationNames.None;
    }
}
