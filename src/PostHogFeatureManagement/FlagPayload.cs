using System.Text.Json;

namespace PostHogFeatureManagement;

/// <summary>A flag's payload, parsed once. Text that is not JSON is kept as a JSON string.</summary>
internal sealed class FlagPayload(JsonElement json)
{
    /// <summary>The payload; stays valid for ever (cloned from its document).</summary>
    public JsonElement Json { get; } = json;
}
