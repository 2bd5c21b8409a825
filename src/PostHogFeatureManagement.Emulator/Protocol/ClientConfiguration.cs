using System.Text.Json;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>The configuration that clients get with their flags (protocol §12.6). Nothing but flags and events is switched on.</summary>
internal static class ClientConfiguration
{
    public static void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("supportedCompression");
        writer.WriteStringValue("gzip");
        writer.WriteStringValue("gzip-js");
        writer.WriteEndArray();
        writer.WriteBoolean("hasFeatureFlags", true);
        writer.WriteStartObject("analytics");
        writer.WriteString("endpoint", "/i/v0/e/");
        writer.WriteEndObject();
        writer.WriteBoolean("autocapture_opt_out", true);
        writer.WriteBoolean("sessionRecording", false);
        writer.WriteBoolean("surveys", false);
        writer.WriteBoolean("heatmaps", false);
    }
}
