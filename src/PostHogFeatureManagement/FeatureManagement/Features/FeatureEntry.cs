using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>
/// One flag as Microsoft.FeatureManagement sees it, for one version of the definitions. Flags that can only be on or off share one definition object;
/// the others get a <see cref="PerCheckDefinition"/> for each check, into which the filter puts the variant.
/// </summary>
internal sealed class FeatureEntry
{
    private readonly Task<FeatureDefinition>? _shared;
    private readonly bool _telemetry;

    public FeatureEntry(string flagKey, FlagDefinition? flag, DefinitionsSnapshot? definitions, bool needsTicket, bool telemetry)
    {
        FlagKey = flagKey;
        Flag = flag;
        Definitions = definitions;
        NeedsTicket = needsTicket;
        _telemetry = telemetry;
        if (!needsTicket && !telemetry)
        {
            _shared = Task.FromResult(new FeatureDefinition { Name = flagKey, EnabledFor = [new FeatureFilterConfiguration { Name = PostHogFilter.Alias, ParametersObject = this }] });
        }
    }

    public string FlagKey { get; }

    /// <summary>Null when there are no definitions, and PostHog's servers decide.</summary>
    public FlagDefinition? Flag { get; }

    public DefinitionsSnapshot? Definitions { get; }

    /// <summary>Whether only PostHog's servers can tell what the flag is, and whether it exists.</summary>
    public bool IsUndefined => Flag is null;

    /// <summary>Whether the flag may have a variant, so that each check has to bring something to put it into.</summary>
    public bool NeedsTicket { get; }

    public VariantDeliveries Deliveries => field ??= new VariantDeliveries();

    public Task<FeatureDefinition> GetDefinitionAsync() => _shared ?? Task.FromResult<FeatureDefinition>(new PerCheckDefinition(this, _telemetry));
}
