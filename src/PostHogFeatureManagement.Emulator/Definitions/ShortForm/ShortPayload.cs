using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Emulator.Definitions.ShortForm;

/// <summary>A payload in the short form is JSON. In PostHog's form it is that JSON as text (protocol §9.2).</summary>
internal static class ShortPayload
{
    public static JsonNode Expand(JsonNode? payload) => JsonValue.Create(payload?.ToJsonString() ?? "null")!;

    public static JsonNode? Shorten(JsonNode? payload)
    {
        if (payload is not JsonValue value || !value.TryGetValue(out string? text))
        {
            return payload?.DeepClone();
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return payload.DeepClone();
        }
    }
}
