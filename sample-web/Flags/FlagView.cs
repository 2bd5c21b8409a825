using System.Text.Json;
using PostHogFeatureManagement;

namespace SampleWeb.Flags;

/// <summary>A flag as the page shows it. The value is a variant's key, true or false, or null if the flag has no answer.</summary>
public sealed record FlagView(bool Enabled, object? Value, string? Variant, JsonElement? Payload, string Reason, string Source)
{
    public static FlagView Of(FlagResult result) => new(
        result.IsEnabled,
        result.HasValue ? result.Variant ?? (object)result.IsEnabled : null,
        result.Variant,
        result.Payload,
        result.Reason.ToString(),
        result.Source.ToString());
}
