using System.Runtime.CompilerServices;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>A variant with its payload, ready to be handed to Microsoft.FeatureManagement any number of times.</summary>
internal sealed record VariantDelivery(string FlagKey, string Name, FlagPayload? Payload, VariantDefinition[] Variants, Allocation Allocation)
{
    // Remote answers share their payload objects, so a delivery lives as long as anybody holds the answer it is from.
    private static readonly ConditionalWeakTable<FlagPayload, VariantDelivery> ByPayload = [];

    /// <summary>Whether a call with this context can get a variant. For contexts that name no one to assign a variant to, Microsoft.FeatureManagement only logs a warning.</summary>
    public static bool IsPossible(object? appContext) => appContext is null or ITargetingContext;

    public static VariantDelivery Create(string flagKey, string name, FlagPayload? payload)
    {
        JsonSection section = payload is null ? JsonSection.Empty : JsonSection.Create(flagKey, payload.Json);
        return new VariantDelivery(
            flagKey,
            name,
            payload,
            [new VariantDefinition { Name = name, ConfigurationValue = section }],
            new Allocation { DefaultWhenEnabled = name });
    }

    /// <summary>The delivery of an answer that comes from outside this process.</summary>
    public static VariantDelivery ForAnswer(string flagKey, string name, FlagPayload? payload)
    {
        if (payload is null)
        {
            return Create(flagKey, name, null);
        }

        if (ByPayload.TryGetValue(payload, out VariantDelivery? known) && known.Name == name && known.FlagKey == flagKey)
        {
            return known;
        }

        VariantDelivery created = Create(flagKey, name, payload);
        ByPayload.AddOrUpdate(payload, created);
        return created;
    }
}
