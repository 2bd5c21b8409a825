using System.Text;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Benchmarks.Support;

/// <summary>PostHog's answers for the flags of <see cref="Documents.Sixty"/> (protocol §2.4).</summary>
internal static class RemoteAnswers
{
    public static byte[] Sixty()
    {
        var flags = new JsonObject();
        foreach (JsonNode? definition in JsonNode.Parse(Documents.Sixty())!["flags"]!.AsArray())
        {
            string key = (string)definition!["key"]!;
            bool hasVariants = definition["filters"]!["multivariate"] is not null;
            flags[key] = new JsonObject
            {
                ["key"] = key,
                ["enabled"] = true,
                ["variant"] = hasVariants ? "bold" : null,
                ["reason"] = new JsonObject { ["code"] = "condition_match", ["condition_index"] = 0, ["description"] = "Matched condition set 1" },
                ["metadata"] = new JsonObject
                {
                    ["id"] = 1,
                    ["version"] = 1,
                    ["description"] = null,
                    ["payload"] = hasVariants ? "{\"color\":\"red\",\"size\":14}" : null,
                },
            };
        }

        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["flags"] = flags,
            ["errorsWhileComputingFlags"] = false,
            ["requestId"] = "3f6a4f0e-9c6b-4c0e-9f5c-5d0e3b0e7a11",
            ["evaluatedAt"] = 1767225600123,
        }.ToJsonString());
    }
}
