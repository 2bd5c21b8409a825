namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>The part of a ticket that Microsoft.FeatureManagement publishes, where telemetry is switched on.</summary>
internal sealed partial class PerCheckDefinition
{
    /// <param name="reason">PostHog's reason, or why it has no answer.</param>
    /// <param name="source">Who answered.</param>
    /// <param name="targetingId">Who it is for; null where Microsoft.FeatureManagement, having a variant to assign, adds it itself and would warn about a second one.</param>
    /// <param name="variant">The variant, under the same condition.</param>
    /// <param name="own">What the application has to say about the flag; it is not overwritten.</param>
    private void Describe(FlagReason reason, FlagSource source, string? targetingId, string? variant, IReadOnlyDictionary<string, string>? own = null)
    {
        if (Telemetry is null)
        {
            return;
        }

        var metadata = new Dictionary<string, string>(own ?? Enumerable.Empty<KeyValuePair<string, string>>(), StringComparer.Ordinal);
        Add(metadata, "Reason", reason.ToString());
        Add(metadata, "Source", source.ToString());
        Add(metadata, "TargetingId", targetingId);
        Add(metadata, "Variant", variant);
        Telemetry.Metadata = metadata;
    }

    private static void Add(Dictionary<string, string> metadata, string name, string? value)
    {
        if (value is not null)
        {
            metadata.TryAdd(name, value);
        }
    }
}
