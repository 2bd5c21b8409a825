namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>
/// The variants that a flag has delivered for one version of its definition. There are no more than the definition names, so the list stays short. Thread-safe.
/// </summary>
internal sealed class VariantDeliveries
{
    private VariantDelivery[] _known = [];

    public VariantDelivery Get(string flagKey, string name, FlagPayload? payload)
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
