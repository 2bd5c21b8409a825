using Microsoft.FeatureManagement;
using PostHogFeatureManagement.FeatureManagement.Configured;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>The part of a ticket that takes the configuration's answer where PostHog has none.</summary>
internal sealed partial class PerCheckDefinition
{
    /// <summary>Puts the answer of the application's configuration into the definition, on or off.</summary>
    /// <param name="configured">The configuration's answer.</param>
    /// <param name="undecided">Why PostHog had none.</param>
    /// <param name="caller">Whose answer it is.</param>
    /// <param name="appContext">The context object of the call; null when there is none.</param>
    public void Deliver(in ConfiguredAnswer configured, in FlagResult undecided, PostHogContext caller, object? appContext)
    {
        if (configured.Definition is { } definition)
        {
            TakeOver(definition);
        }
        else if (configured.Variant is { } variant)
        {
            Variants = [new VariantDefinition { Name = variant.Name, ConfigurationValue = variant.Configuration ?? JsonSection.Empty }];
            Allocation = new Allocation { DefaultWhenEnabled = variant.Name, DefaultWhenDisabled = variant.Name };
        }

        bool isTold = Variants.Any() && VariantDelivery.IsPossible(appContext);
        FlagSource source = configured.IsKnown ? FlagSource.Configuration : FlagSource.Default;
        Describe(undecided.Reason, source, isTold ? null : caller.DistinctId, variant: null, configured.Definition?.Telemetry?.Metadata);
    }

    // The share of callers a variant gets depends on the flag's name where no seed is written, and PostHog may write the name in another letter case.
    private static Allocation? Seeded(FeatureDefinition definition) => definition.Allocation is not { Seed: null } open
        ? definition.Allocation
        : new Allocation
        {
            DefaultWhenDisabled = open.DefaultWhenDisabled,
            DefaultWhenEnabled = open.DefaultWhenEnabled,
            User = open.User,
            Group = open.Group,
            Percentile = open.Percentile,
            Seed = $"allocation\n{definition.Name}",
        };

    /// <summary>What Microsoft.FeatureManagement reads once the filters have answered is from now on the configured flag's.</summary>
    private void TakeOver(FeatureDefinition definition)
    {
        Status = definition.Status;
        Variants = definition.Variants ?? [];
        Allocation = Seeded(definition);
    }
}
