using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>
/// The variants that a flag has delivered for one version of its definition. There are no more than the definition names, so the list stays short. Thread-safe.
/// </summary>
internal sealed class VariantDeliveries
{
    private VariantDelivery[] _known = [];

    /// <summary>
    /// The variant of an answer. Null when the answer has none. When a flag without variants has a payload, its variant is named <c>true</c> (FM-10).
    /// </summary>
    public VariantDelivery? Of(string flagKey, in FlagAnswer answer)
    {
        FlagResult result = answer.Result;
        if (answer.ConfiguredAnswer is Variant configured)
        {
            return VariantDelivery.Of(configured);
        }

        string? name = result.IsEnabled ? result.Variant ?? (result.PayloadObject is null ? null : "true") : null;
        if (name is null || !result.HasValue)
        {
            return null;
        }

        return result.Source is FlagSource.Local or FlagSource.File
            ? Get(flagKey, name, result.PayloadObject)
            : VariantDelivery.ForAnswer(flagKey, name, result.PayloadObject);
    }

    private VariantDelivery Get(string flagKey, string name, FlagPayload? payload)
    {
        VariantDelivery[] known = Volatile.Read(ref _known);
        foreach (VariantDelivery delivery in known)
        {
            if (ReferenceEquals(delivery.Payload, payload) && string.Equals(delivery.Name, name, StringComparison.Ordinal))
            {
                return delivery;
            }
        }

        VariantDelivery added = VariantDelivery.Create(flagKey, name, payload);
        Interlocked.CompareExchange(ref _known, [.. known, added], known);
        return added;
    }
}
