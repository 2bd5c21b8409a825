using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.FeatureManagement.Configured;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>Keeps the gate set of the newest definitions; a request that still holds older ones gets theirs made again.</summary>
internal sealed class FeatureSets(ConfigurationCatalog catalog, IOptions<PostHogFeatureManagementOptions> options)
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

    /// <summary>A gate for a flag of which only PostHog's servers can tell whether it exists.</summary>
    public FeatureEntry Undefined(string name) => new(name, flag: null, definitions: null, needsTicket: true, _telemetry);

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
