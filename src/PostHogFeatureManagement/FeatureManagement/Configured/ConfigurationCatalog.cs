using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>The application's own flags: the definition provider that was registered before PostHog's. Thread-safe.</summary>
internal sealed class ConfigurationCatalog : IConfiguredNames, IDisposable
{
    // Null is how Microsoft.FeatureManagement's providers say that they do not know a flag; their interface predates nullable annotations.
    private static readonly Task<FeatureDefinition?> Nothing = Task.FromResult<FeatureDefinition?>(null);

    private readonly ConfigurationReader _reader;
    private readonly bool _isOurs;
    private readonly IDisposable? _reload;
    private volatile ConfigurationNames? _names;
    private int _reloads;

    /// <param name="provider">The application's provider.</param>
    /// <param name="isOurs">Whether it is to be disposed with this.</param>
    /// <param name="configuration">Where it reads flags from, as far as one can know; its reloads are followed.</param>
    /// <param name="logger">Where a configuration that cannot be listed is reported.</param>
    public ConfigurationCatalog(IFeatureDefinitionProvider provider, bool isOurs, IConfiguration? configuration, ILogger<ConfigurationCatalog> logger)
    {
        Provider = provider;
        _isOurs = isOurs;
        _reader = new ConfigurationReader(provider, logger);
        if (configuration is not null)
        {
            _reload = ChangeToken.OnChange(configuration.GetReloadToken, Forget);
        }
    }

    public IFeatureDefinitionProvider Provider { get; }

    /// <summary>The configured names, enumerated again after the configuration was reloaded.</summary>
    public ConfigurationNames Names => _names ?? Load();

    /// <summary>Null when the configuration does not know the name. Microsoft's provider throws for names that cannot stand in a configuration; here they are just not known.</summary>
    public Task<FeatureDefinition?> FindAsync(string name) =>
        name.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal) ? Nothing : Provider.GetFeatureDefinitionAsync(name)!;

    /// <summary>Whether the name, in whatever letter case, is configured. Never throws.</summary>
    public async ValueTask<bool> MayKnowAsync(string name) => (await TryFindAsync(name).ConfigureAwait(false)).MayBeThere;

    public async ValueTask<bool> HasExactlyAsync(string name)
    {
        (bool mayBeThere, FeatureDefinition? definition) = await TryFindAsync(name).ConfigureAwait(false);
        return mayBeThere && (definition is null || string.Equals(definition.Name, name, StringComparison.Ordinal));
    }

    public async ValueTask<IReadOnlyCollection<string>> GetNamesAsync(CancellationToken cancellationToken) =>
        (await LoadNamesAsync(cancellationToken).ConfigureAwait(false)).All;

    /// <summary>Has the names enumerated again.</summary>
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

    /// <summary>Enumerates the names now; the same object as before when they are the same, because gates are made again for new ones.</summary>
    public async Task<ConfigurationNames> LoadNamesAsync(CancellationToken cancellationToken)
    {
        int reloads = Volatile.Read(ref _reloads);
        return Keep(ConfigurationNames.Of(await _reader.ReadAsync(cancellationToken).ConfigureAwait(false)), reloads);
    }

    private ConfigurationNames Keep(ConfigurationNames found, int reloads)
    {
        if (_names is { } known && known.IsSameAs(found))
        {
            return known;
        }

        // What was found before a reload may be outdated already; the next look enumerates again.
        if (reloads == Volatile.Read(ref _reloads))
        {
            _names = found;
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
            // A flag that cannot be read is there; evaluating it reports why it cannot.
            return (true, null);
        }
    }

    // Microsoft's provider enumerates without waiting. One that does wait is enumerated in the background, and its names count from then on.
    private ConfigurationNames Load()
    {
        _names = ConfigurationNames.Unknown;
        _ = LoadNamesAsync(CancellationToken.None);
        return _names ?? ConfigurationNames.Unknown;
    }
}
