using System.Runtime.CompilerServices;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// A definition for one check. Microsoft.FeatureManagement reads variants and allocation after the filter has run, so the filter can put PostHog's variant there
/// (design §4). Without variants none is assigned and no warning is logged for contexts that are no targeting context.
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
    /// <param name="result">PostHog's answer.</param>
    /// <param name="caller">Whose answer it is.</param>
    /// <param name="appContext">The context object of the call; null when there is none.</param>
    public void Deliver(in FlagResult result, PostHogContext caller, object? appContext)
    {
        string? name = result.IsEnabled ? result.Variant ?? (result.PayloadObject is null ? null : "true") : null;
        if (name is not null && VariantDelivery.IsPossible(appContext))
        {
            VariantDelivery delivery = result.Source is FlagSource.Local or FlagSource.File
                ? Entry.Deliveries.Get(Entry.FlagKey, name, result.PayloadObject)
                : VariantDelivery.ForAnswer(Entry.FlagKey, name, result.PayloadObject);
            Variants = delivery.Variants;
            Allocation = delivery.Allocation;
        }

        Describe(result.Reason, result.Source, caller, name);
    }

    /// <summary>Puts the variant of the application's configuration into the definition, on or off.</summary>
    /// <param name="configured">The configuration's answer.</param>
    /// <param name="undecided">Why PostHog had none.</param>
    /// <param name="caller">Whose answer it is.</param>
    public void Deliver(in ConfiguredAnswer configured, in FlagResult undecided, PostHogContext caller)
    {
        if (configured.Variant is { } variant)
        {
            Variants = [new VariantDefinition { Name = variant.Name, ConfigurationValue = variant.Configuration ?? JsonSection.Empty }];
            Allocation = new Allocation { DefaultWhenEnabled = variant.Name, DefaultWhenDisabled = variant.Name };
        }

        Describe(undecided.Reason, configured.IsKnown ? FlagSource.Configuration : FlagSource.Default, caller, configured.Variant?.Name);
    }

    // The constructor would make a whole configuration for parameters that nobody reads, at the price of several tickets.
    private static FeatureFilterConfiguration CreateFilter(FlagTicket ticket)
    {
        var filter = (FeatureFilterConfiguration)RuntimeHelpers.GetUninitializedObject(typeof(FeatureFilterConfiguration));
        filter.Name = PostHogFilter.Alias;
        filter.ParametersObject = ticket;
        return filter;
    }

    private void Describe(FlagReason reason, FlagSource source, PostHogContext caller, string? variant)
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

        // Microsoft.FeatureManagement adds both itself when it has a variant to assign, and warns about second ones.
        if (Allocation is null)
        {
            Add(metadata, "TargetingId", caller.DistinctId);
            Add(metadata, "Variant", variant);
        }

        Telemetry.Metadata = metadata;
    }

    private static void Add(Dictionary<string, string> metadata, string name, string? value)
    {
        if (value is not null)
        {
            metadata[name] = value;
        }
    }
}
