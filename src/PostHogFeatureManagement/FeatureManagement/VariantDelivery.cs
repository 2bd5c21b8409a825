using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>A variant with its payload, ready to be handed to Microsoft.FeatureManagement any number of times.</summary>
internal sealed record VariantDelivery(string Name, FlagPayload? Payload, VariantDefinition[] Variants, Allocation Allocation)
{
    public static VariantDelivery Create(string flagKey, string name, FlagPayload? payload)
    {
        JsonSection section = payload is null ? JsonSection.Empty : JsonSection.Create(flagKey, payload.Json);
        return new VariantDelivery(
            name,
            payload,
            [new VariantDefinition { Name = name, ConfigurationValue = section }],
            new Allocation { DefaultWhenEnabled = name });
    }
}
