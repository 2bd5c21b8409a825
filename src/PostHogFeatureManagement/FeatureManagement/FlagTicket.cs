using System.Runtime.CompilerServices;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// A definition for one check. Microsoft.FeatureManagement reads variants and allocation after the filter has run, so the filter can put PostHog's variant there
/// (design §4). Without an allocation no variant is assigned and no warning is logged for contexts that are no targeting context.
/// </summary>
internal sealed class FlagTicket : FeatureDefinition
{
    public FlagTicket(GateEntry entry, bool telemetry)
    {
        Entry = entry;
        Name = entry.FlagKey;
        EnabledFor = [CreateFilter(this)];
        if (telemetry)
        {
            Telemetry = new TelemetryConfiguration { Enabled = true };
        }
    }

    public GateEntry Entry { get; }

    /// <summary>Puts PostHog's variant into the definition.</summary>
    public void Deliver(in FlagResult result, PostHogContext caller)
    {
        string? name = result.IsEnabled ? result.Variant ?? (result.PayloadObject is null ? null : "true") : null;
        if (name is not null)
        {
            VariantDelivery delivery = result.Source is FlagSource.Local or FlagSource.File
                ? Entry.Deliveries.Get(Entry.FlagKey, name, result.PayloadObject)
                : VariantDelivery.Create(Entry.FlagKey, name, result.PayloadObject);
            Variants = delivery.Variants;
            Allocation = delivery.Allocation;
        }

        Describe(result.Reason, result.Source, caller);
    }

    /// <summary>Puts the variant of the application's configuration into the definition, on or off.</summary>
    public void Deliver(in ConfiguredAnswer configured, in FlagResult undecided, PostHogContext caller)
    {
        if (configured.Variant is { } variant)
        {
            Variants = [new VariantDefinition { Name = variant.Name, ConfigurationValue = variant.Configuration ?? JsonSection.Empty }];
            Allocation = new Allocation { DefaultWhenEnabled = variant.Name, DefaultWhenDisabled = variant.Name };
        }

        Describe(undecided.Reason, configured.IsKnown ? FlagSource.Configuration : FlagSource.Default, caller);
    }

    // The constructor would make a whole configuration for parameters that nobody reads, at the price of several tickets.
    private static FeatureFilterConfiguration CreateFilter(FlagTicket ticket)
    {
        var filter = (FeatureFilterConfiguration)RuntimeHelpers.GetUninitializedObject(typeof(FeatureFilterConfiguration));
        filter.Name = PostHogFilter.Alias;
        filter.ParametersObject = ticket;
        return filter;
    }

    private void Describe(FlagReason reason, FlagSource source, PostHogContext caller)
    {
        if (Telemetry is null)
        {
            return;
        }

        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Reason"] = reason.ToString(),
            ["Source"] = source.ToString(),
        };

        // Microsoft.FeatureManagement adds the targeting id itself when it has a variant to assign, and warns about a second one.
        if (Variants is null && caller.DistinctId is { } distinctId)
        {
            metadata["TargetingId"] = distinctId;
        }

        Telemetry.Metadata = metadata;
    }
}
