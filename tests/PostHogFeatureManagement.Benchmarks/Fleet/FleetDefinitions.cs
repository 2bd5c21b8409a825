using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>Definitions with one flag, whose payload is the version of the definitions.</summary>
internal static class FleetDefinitions
{
    public const string VersionFlag = "version";

    public static byte[] Of(int version) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["flags"] = new JsonArray(new JsonObject
        {
            ["id"] = 1,
            ["key"] = VersionFlag,
            ["active"] = true,
            ["filters"] = new JsonObject
            {
                ["groups"] = new JsonArray(new JsonObject { ["properties"] = new JsonArray(), ["rollout_percentage"] = 100 }),
                ["payloads"] = new JsonObject { ["true"] = version.ToString(CultureInfo.InvariantCulture) },
            },
        }),
        ["group_type_mapping"] = new JsonObject(),
        ["cohorts"] = new JsonObject(),
    });
}
