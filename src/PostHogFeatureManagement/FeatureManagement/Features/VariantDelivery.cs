using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>A variant with its payload, ready to be returned any number of times.</summary>
internal sealed class VariantDelivery
{
    // Remote answers share their payload objects, so a delivery lives as long as its answer.
    private static readonly ConditionalWeakTable<FlagPayload, VariantDelivery> ByPayload = [];

    private readonly string _flagKey;
    private readonly IConfigurationSection? _configuration;

    private VariantDelivery(string flagKey, string name, FlagPayload? payload, IConfigurationSection section, bool isConfigured)
    {
        _flagKey = flagKey;
        Name = name;
        Payload = payload;
        _configuration = section.Exists() ? section : null;
        Variants = [new VariantDefinition { Name = name, ConfigurationValue = section }];

        // A configured flag can assign a variant while it is off.
        Allocation = new Allocation { DefaultWhenEnabled = name, DefaultWhenDisabled = isConfigured ? name : null };
    }

    public string Name { get; }

    public FlagPayload? Payload { get; }

    /// <summary>What Microsoft's manager chooses from.</summary>
    public VariantDefinition[] Variants { get; }

    public Allocation Allocation { get; }

    /// <summary>Whether a call with this context can get a variant. For other contexts, Microsoft.FeatureManagement only logs a warning.</summary>
    public static bool IsPossible(object? appContext) => appContext is null or ITargetingContext;

    public static VariantDelivery Create(string flagKey, string name, FlagPayload? payload) =>
        new(flagKey, name, payload, payload is null ? JsonSection.Empty : JsonSection.Create(flagKey, payload.Json), isConfigured: false);

    /// <summary>The variant that a configured flag assigned.</summary>
    public static VariantDelivery Of(Variant configured) =>
        new(string.Empty, configured.Name, null, configured.Configuration ?? JsonSection.Empty, isConfigured: true);

    /// <summary>The delivery of an answer that came from outside this process.</summary>
    public static VariantDelivery ForAnswer(string flagKey, string name, FlagPayload? payload)
    {
        if (payload is null)
        {
            return Create(flagKey, name, null);
        }

        if (ByPayload.TryGetValue(payload, out VariantDelivery? known) && known.Name == name && known._flagKey == flagKey)
        {
            return known;
        }

        VariantDelivery created = Create(flagKey, name, payload);
        ByPayload.AddOrUpdate(payload, created);
        return created;
    }

    /// <summary>
    /// Creates a new variant for each call, because callers can change it. Its configuration is null when the payload is empty, as from Microsoft's manager.
    /// </summary>
    public Variant ToVariant() => new() { Name = Name, Configuration = _configuration };
}
