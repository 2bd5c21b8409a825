using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Emulator.Definitions.Rules;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>
/// The definitions as clients get them: without deleted flags, without remote config, without flags that have rules, with marks in place of encrypted payloads,
/// and without the members that only the emulator reads (protocol §3.5, §3.7, §9.3).
/// </summary>
internal static class ClientDefinitions
{
    public static byte[] Of(JsonObject document)
    {
        JsonObject sent = document.DeepClone().AsObject();
        sent.Remove(ServerKnowledge.StaticCohorts);
        JsonArray flags = sent["flags"]!.AsArray();
        foreach (JsonObject flag in flags.OfType<JsonObject>().ToArray())
        {
            if (Is(flag, "deleted") || Is(flag, "is_remote_configuration") || ConfigurationVersions.Of(flag) == ConfigurationVersions.Rules)
            {
                flags.Remove(flag);
            }
            else if (Is(flag, "has_encrypted_payloads"))
            {
                EncryptedPayload.Hide(flag);
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(sent);
    }

    private static bool Is(JsonObject flag, string member) => flag[member]?.GetValueKind() == JsonValueKind.True;
}
