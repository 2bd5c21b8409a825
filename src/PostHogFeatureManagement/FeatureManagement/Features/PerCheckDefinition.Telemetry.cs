namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>The part of the definition that Microsoft.FeatureManagement publishes when telemetry is on.</summary>
internal sealed partial class PerCheckDefinition
{
    /// <param name="result">The answer.</param>
    /// <param name="targetingId">
    /// The caller. Null when Microsoft.FeatureManagement has a variant to assign, because it then adds the caller itself and warns about a second one.
    /// </param>
    /// <param name="variant">The variant. Null in the same case.</param>
    private void Describe(in FlagResult result, string? targetingId, string? variant)
    {
        if (Telemetry is null)
        {
            return;
        }

        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(metadata, "Reason", result.Reason.ToString());
        Add(metadata, "Source", result.Source.ToString());
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
