using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Emulator.Definitions.Rules;

/// <summary>The versions of a flag's configuration, <c>filters.version</c>. An absent one is 1 (protocol §3.7).</summary>
internal static class ConfigurationVersions
{
    public const int Conditions = 1;
    public const int Rules = 2;

    private const int Unknown = 0;

    public static int Of(JsonElement filters) => filters.Member("version").ValueKind switch
    {
        JsonValueKind.Undefined => Conditions,
        JsonValueKind.Number => filters.Number("version") switch
        {
            Conditions => Conditions,
            Rules => Rules,
            _ => Unknown,
        },
        _ => Unknown,
    };

    public static int Of(JsonObject flag) => Of(JsonSerializer.SerializeToElement(flag["filters"]));
}
