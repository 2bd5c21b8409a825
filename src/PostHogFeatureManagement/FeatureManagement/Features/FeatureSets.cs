using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>Keeps the feature set of the newest definitions. For a request that still uses older definitions, their set is built again.</summary>
internal sealed class FeatureSets(ConfigurationCatalog catalog, KnownRemoteFlags known, IOptions<PostHogFeatureManagementOptions> options)
{
    private readonly bool _telemetry = options.Value.FeatureManagement.Telemetry;
    private volatile FeatureSet? _newest;

    public FeatureSet Get(DefinitionsSnapshot definitions)
    {
        FeatureSet? newest = _newest;
        return newest is not null && ReferenceEquals(newest.Definitions, definitions) && ReferenceEquals(newest.Names, catalog.Names)
            ? newest
            : Create(newest, definitions);
    }

    /// <summary>
    /// A flag that may or may not exist: only PostHog's servers know. Session managers get its configured name, if it has one. Its telemetry is published only
    /// after the servers have answered for it. Both match what Microsoft.FeatureManagement does for a flag that is only configured (FM-23).
    /// </summary>
    /// <param name="name">The flag's name, as the application writes it.</param>
    /// <param name="definitions">The definitions, which lack the flag. Null when there are none.</param>
    public FeatureEntry Undefined(string name, DefinitionsSnapshot? definitions) =>
        new(name, catalog.Names.Find(name) ?? name, flag: null, definitions, needsOwnDefinition: true, _telemetry && known.ContainsIgnoringCase(name));

    /// <summary>
    /// A name that is not PostHog's, but that not every caller may have (ID-02), or that is overridden. Through this library's filter, trust and overrides come first
    /// and the configuration next. Telemetry is the configured flag's own.
    /// </summary>
    public FeatureEntry Guarded(string name) =>
        new(name, catalog.Names.Find(name) ?? name, flag: null, definitions: null, needsOwnDefinition: true, telemetry: false) { Owner = FlagOwner.Configuration };

    private FeatureSet Create(FeatureSet? newest, DefinitionsSnapshot definitions)
    {
        var created = new FeatureSet(definitions, catalog.Names, _telemetry);
        if (newest is null || newest.Definitions.Generation <= definitions.Generation)
        {
            _newest = created;
        }

        return created;
    }
}
