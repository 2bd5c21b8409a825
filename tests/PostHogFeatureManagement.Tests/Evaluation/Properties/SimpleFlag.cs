using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Tests.Evaluation.Properties;

/// <summary>Documents with one flag that has only a rollout and, optionally, variants.</summary>
internal static class SimpleFlag
{
    public const string Key = "checkout";

    public static JsonObject Document(double rollout, params IEnumerable<double> weights)
    {
        var filters = new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["properties"] = new JsonArray(), ["rollout_percentage"] = rollout }) };
        JsonNode[] variants = [.. weights.Select((weight, index) => (JsonNode)new JsonObject { ["key"] = VariantKey(index), ["rollout_percentage"] = weight })];
        if (variants.Length > 0)
        {
            filters["multivariate"] = new JsonObject { ["variants"] = new JsonArray(variants) };
        }

        return new JsonObject { ["flags"] = new JsonArray(new JsonObject { ["key"] = Key, ["active"] = true, ["filters"] = filters }) };
    }

    public static string VariantKey(int index) => $"variant-{index}";
}
