using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>The application's own flags, from the definition provider that was registered before PostHog's. Thread-safe.</summary>
internal sealed class ConfigurationCatalog : IConfiguredNames, IDisposable
{
    // Microsoft.FeatureManagement's providers return null for a flag that they do not know. Their interface predates nullable annotations.
    private static readonly Task<FeatureDefinition?> Nothing = Task.FromResult<FeatureDefinition?>(null);

    private readonly ConfigurationReader _reader;
    private readonly UnknownNames _unknown;
    private readonly bool _isOurs;
    private readonly IDisposable? _reload;
    private volatile ConfigurationNames? _names;
    private int _reloads;

    /// <param name="provider">The application's provider.</param>
    /// <param name="isOurs">Whether to dispose the provider together with this object.</param>
    /// <param name="configuration">The configuration that the provider presumably reads. After it reloads, the names are enumerated again.</param>
    /// <param name="logger">Logs flags that cannot be read and providers that cannot list their flags.</param>
    public ConfigurationCatalog(IFeatureDefinitionProvider provider, bool isOurs, IConfiguration? configuration, ILogger<ConfigurationCatalog> logger)
    {
        Provider = provider;
        _isOurs = isOurs;
        _reader = new ConfigurationReader(provider, logger);
        _unknown = new UnknownNames(provider);
        if (configuration is not null)
        {
            _reload = ChangeToken.OnChange(configuration.GetReloadToken, Forget);
        }
    }

    public IFeatureDefinitionProvider Provider { get; }

    /// <summary>The configured names. They are enumerated again after the configuration reloads.</summary>
    public ConfigurationNames Names => _names ?? Load();

    /// <summary>
    /// Null when the configuration does not know the name. Microsoft's provider throws for names that contain the key delimiter; here such names are unknown.
    /// </summary>
    public Task<FeatureDefinition?> FindAsync(string name) =>
        MayBeThere(name) ? Provider.GetFeatureDefinitionAsync(name)! : Nothing;

    /// <summary>Whether the name is configured, in any letter case. A flag that cannot be read counts as configured. Never throws.</summary>
    public async ValueTask<bool> MayKnowAsync(string name) => (await TryFindAsync(name).ConfigureAwait(false)).MayBeThere;

    public async ValueTask<bool> HasExactlyAsync(string name)
    {
        (bool mayBeThere, FeatureDefinition? definition) = await TryFindAsync(name).ConfigureAwait(false);
        return mayBeThere && (definition is null || string.Equals(definition.Name, name, StringComparison.Ordinal));
    }

    public async ValueTask<IReadOnlyCollection<string>> GetNamesAsync(CancellationToken cancellationToken) =>
        (await LoadNamesAsync(cancellationToken).ConfigureAwait(false)).All;

    /// <summary>Discards the names. The next use enumerates them again.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _reloads);
        _names = null;
    }

    public void Dispose()
    {
        _reload?.Dispose();
        if (_isOurs)
        {
            (Provider as IDisposable)?.Dispose();
        }
    }

    /// <summary>Enumerates the flags now.</summary>
    public async Task<ConfigurationList> ListAsync(CancellationToken cancellationToken)
    {
        int reloads = Volatile.Read(ref _reloads);
        ConfigurationList list = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        Keep(ConfigurationNames.Of(list), reloads);
        return list;
    }

    /// <summary>Enumerates the names now. Returns the previous object when they are unchanged, because feature sets are built again for a new one.</summary>
    public async Task<ConfigurationNames> LoadNamesAsync(CancellationToken cancellationToken)
    {
        int reloads = Volatile.Read(ref _reloads);
        return Keep(ConfigurationNames.Of(await _reader.ReadAsync(cancellationToken).ConfigureAwait(false)), reloads);
    }

    private bool MayBeThere(string name)
    {
        if (name.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal))
        {
            return false;
        }

        ConfigurationNames names = Names;
        return names.Find(name) is not null || _unknown.MayAsk(name, names);
    }

    private ConfigurationNames Keep(ConfigurationNames found, int reloads)
    {
        if (_names is { } known && known.IsSameAs(found))
        {
            return known;
        }

        // Names found before a reload may be outdated, so they are not kept. The next use enumerates again.
        if (reloads == Volatile.Read(ref _reloads))
        {
            _names = found;
            if (reloads != Volatile.Read(ref _reloads))
            {
                _names = null;
            }
        }

        return found;
    }

    private async ValueTask<(bool MayBeThere, FeatureDefinition? Definition)> TryFindAsync(string name)
    {
        try
        {
            FeatureDefinition? definition = await FindAsync(name).ConfigureAwait(false);
            return (definition is not null, definition);
        }
        catch (Exception)
        {
            // A flag that cannot be read exists. Evaluating it reports why it cannot be read.
            return (true, null);
        }
    }

    // Microsoft's provider enumerates without waiting. A provider that waits is enumerated in the background, and its names count once that is done.
    private ConfigurationNames Load()
    {
        _names = ConfigurationNames.Unknown;
        _ = LoadNamesAsync(CancellationToken.None);
        return _names ?? ConfigurationNames.Unknown;
    }
}
