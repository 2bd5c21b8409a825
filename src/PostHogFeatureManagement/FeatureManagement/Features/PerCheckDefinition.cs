using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>
/// A definition for one check. Microsoft.FeatureManagement reads variants and allocation after the filter has run, so the filter can put PostHog's variant
/// there (architecture §4). When the definition has no variants, none is assigned, and no warning is logged for a context that is not a targeting context.
/// </summary>
internal sealed partial class PerCheckDefinition : FeatureDefinition
{
    private static readonly IConfiguration NoParameters = new ConfigurationBuilder().Build();

    public PerCheckDefinition(FeatureEntry entry, bool telemetry)
    {
        Entry = entry;
        Name = entry.Name;
        EnabledFor = [MicrosoftInternals.CreateFilter(PostHogFilter.Alias, NoParameters, this)];
        if (telemetry)
        {
            Telemetry = new TelemetryConfiguration { Enabled = true };
        }
    }

    public FeatureEntry Entry { get; }

    /// <summary>Puts the answer's variant into the definition.</summary>
    /// <param name="answer">PostHog's answer, or the configuration's.</param>
    /// <param name="caller">The caller that the answer is for.</param>
    /// <param name="appContext">The context object of the call. Null when there is none.</param>
    public void Deliver(in FlagAnswer answer, PostHogContext caller, object? appContext)
    {
        VariantDelivery? delivery = Entry.DeliveryOf(answer);
        bool isDelivered = delivery is not null && VariantDelivery.IsPossible(appContext);
        if (isDelivered)
        {
            Variants = delivery!.Variants;
            Allocation = delivery.Allocation;
        }

        Describe(answer.Result, isDelivered ? null : caller.DistinctId, isDelivered ? null : delivery?.Name);
    }
}
