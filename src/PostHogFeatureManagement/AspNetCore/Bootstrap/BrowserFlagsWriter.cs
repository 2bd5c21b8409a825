using System.Text.Json;

namespace PostHogFeatureManagement.AspNetCore.Bootstrap;

/// <summary>Writes flags as posthog-js takes them: values by key, and payloads as strings of JSON, which its events can carry (protocol §12.2).</summary>
internal static class BrowserFlagsWriter
{
    public static void Write(Utf8JsonWriter writer, BrowserAnswers answers)
    {
        writer.WriteStartObject("featureFlags");
        foreach ((string key, FlagResult result) in answers.Flags)
        {
            if (result is { IsEnabled: true, Variant: { } variant })
            {
                writer.WriteString(key, variant);
            }
            else
            {
                writer.WriteBoolean(key, result.IsEnabled);
            }
        }

        writer.WriteEndObject();
        writer.WriteStartObject("featureFlagPayloads");
        foreach ((string key, FlagResult result) in answers.Flags)
        {
            if (result is { IsEnabled: true, Payload: { } payload })
            {
                writer.WriteString(key, payload.GetRawText());
            }
        }

        writer.WriteEndObject();
    }
}
