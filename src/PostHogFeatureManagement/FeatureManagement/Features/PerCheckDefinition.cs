using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>
/// A definition for one check. Microsoft.FeatureManagement reads variants and allocation after the filter has run, so the filter can put PostHog's variant there
/// (architecture §4). Without variants none is assigned and no warning is logged for contexts that are no targeting context.
/// </summary>
internal sealed partial class PerCheckDefinition : FeatureDefinition
{
    private static readonly IConfiguration NoParameters = new ConfigurationBuilder().Build();

    public PerCheckDefinition(FeatureEntry entry, bool telemetry)
    {
        Entry = entry;
        Name = entry.FlagKey;
        EnabledFor = [CreateFilter(this)];
        if (telemetry)
        {
            Telemetry = new TelemetryConfiguration { Enabled = true };
        }
    }

    public FeatureEntry Entry { get; }

    /// <summary>Puts PostHog's variant into the definition.</summary>
    /// <param name="result">PostHog's answer.</param>
    /// <param name="caller">Whose answer it is.</param>
    /// <param name="appContext">The context object of the call; null when there is none.</param>
    public void Deliver(in FlagResult result, PostHogContext caller, object? appContext)
    {
        string? name = result.IsEnabled ? result.Variant ?? (result.PayloadObject is null ? null : "true") : null;
        bool isDelivered = name is not null && VariantDelivery.IsPossible(appContext);
        if (isDelivered)
        {
            VariantDelivery delivery = result.Source is FlagSource.Local or FlagSource.File
                ? Entry.Deliveries.Get(Entry.FlagKey, name!, result.PayloadObject)
                : VariantDelivery.ForAnswer(Entry.FlagKey, name!, result.PayloadObject);
            Variants = delivery.Variants;
            Allocation = delivery.Allocation;
        }

        Describe(result.Reason, result.Source, isDelivered ? null : caller.DistinctId, isDelivered ? null : name);
    }

    // The constructor would make a whole configuration for parameters there are none of, at the price of several tickets.
    private static FeatureFilterConfiguration CreateFilter(PerCheckDefinition ticket)
    {
        var filter = (FeatureFilterConfiguration)RuntimeHelpers.GetUninitializedObject(typeof(FeatureFilterConfiguration));
        filter.Name = PostHogFilter.Alias;
        filter.Parameters = NoParameters;
        filter.ParametersObject = ticket;
        return filter;
    }
}
