using System.Globalization;
using System.Text;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>Definitions with one flag, whose payload is the version of the definitions.</summary>
internal static class FleetDefinitions
{
    public const string VersionFlag = "version";

    public static byte[] Of(int version) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"flags":[{"id":1,"key":"{{VersionFlag}}","active":true,"filters":{"groups":[{"properties":[],"rollout_percentage":100}],"payloads":{"true":"{{version}}"}}}],
        "group_type_mapping":{},"cohorts":{}}
        """));
}
