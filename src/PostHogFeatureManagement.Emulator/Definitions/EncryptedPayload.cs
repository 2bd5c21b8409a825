using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>What PostHog writes in place of an encrypted payload for clients that must not read it (protocol §9.3).</summary>
internal static class EncryptedPayload
{
    private const string Mark = "\"********* (encrypted)\"";

    private static readonly JsonElement MarkElement = JsonSerializer.SerializeToElement(Mark);

    public static JsonElement MarkOf(JsonElement payload) => payload.ValueKind == JsonValueKind.Undefined ? payload : MarkElement;

    /// <summary>Marks the payloads of a flag in the definitions.</summary>
    public static void Hide(JsonObject flag)
    {
        if (flag["filters"] is JsonObject filters && filters["payloads"] is JsonObject payloads)
        {
            foreach ((string value, _) in payloads.ToArray())
            {
                payloads[value] = Mark;
            }
        }
    }
}
