using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>Keeps the gate set of the newest definitions; a request that still holds older ones gets theirs made again.</summary>
internal sealed class GateSets(ConfigurationCatalog catalog, IOptions<PostHogFeatureManagementOptions> options)
{
    private readonly bool _telemetry = options.Value.FeatureManagement.Telemetry;
    private volatile GateSet? _newest;

    public GateSet Get(DefinitionsSnapshot definitions)
    {
        GateSet? newest = _newest;
        return newest is not null && ReferenceEquals(newest.Definitions, definitions) && ReferenceEquals(newest.Names, catalog.Names)
            ? newest
            : Create(newest, definitions);
    }

    /// <summary>A gate for a flag of which only PostHog's servers can tell whether it exists.</summary>
    public GateEntry Undefined(string name) => new(name, flag: null, definitions: null, needsTicket: true, _telemetry);

    private GateSet Create(GateSet? newest, DefinitionsSnapshot definitions)
    {
        var created = new GateSet(definitions, catalog.Names, _telemetry);
        if (newest is null || newest.Definitions.Generation <= definitions.Generation)
        {
            _newest = created;
        }

        return created;
    }
}
