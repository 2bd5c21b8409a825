using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>Changes a flag as PostHog's own page does, including its version number.</summary>
internal static class FlagEdit
{
    public static void Add(JsonObject document, string key)
    {
        JsonArray flags = document["flags"]!.AsArray();
        var condition = new JsonObject { ["properties"] = new JsonArray(), ["rollout_percentage"] = 100 };
        flags.Add(new JsonObject
        {
            ["id"] = flags.OfType<JsonObject>().Select(static flag => flag["id"]).OfType<JsonValue>()
                .Select(static id => id.TryGetValue(out long number) ? number : 0).DefaultIfEmpty().Max() + 1,
            ["key"] = key,
            ["active"] = true,
            ["version"] = 1,
            ["filters"] = new JsonObject { ["groups"] = new JsonArray(condition) },
        });
    }

    public static void SetActive(JsonObject flag, bool active)
    {
        flag["active"] = active;
        Touch(flag);
    }

    /// <summary>
    /// Sets the rollout of the conditions without properties, because these are open to everyone. If every condition has properties, sets the rollout of all.
    /// A flag without conditions gets one. In a flag of configuration version 2, sets the rollout of all rules that have one.
    /// </summary>
    public static void SetRollout(JsonObject flag, double percentage)
    {
        if (flag["filters"] is not JsonObject filters)
        {
            flag["filters"] = filters = [];
        }

        if (filters["rules"] is JsonArray rules)
        {
            SetRolloutOf(rules, percentage);
            Touch(flag);
            return;
        }

        if (filters["groups"] is not JsonArray { Count: > 0 } conditions)
        {
            filters["groups"] = conditions = [new JsonObject { ["properties"] = new JsonArray() }];
        }

        bool hasOpenCondition = conditions.Any(IsOpen);
        foreach (JsonNode? node in conditions)
        {
            if (node is JsonObject condition && (IsOpen(node) || !hasOpenCondition))
            {
                condition["rollout_percentage"] = percentage;
            }
        }

        Touch(flag);
    }

    private static void SetRolloutOf(JsonArray rules, double percentage)
    {
        foreach (JsonObject rule in rules.OfType<JsonObject>().Where(static rule => rule.ContainsKey("rollout_percentage")))
        {
            rule["rollout_percentage"] = percentage;
        }
    }

    public static JsonObject? Find(JsonObject document, string key)
    {
        foreach (JsonNode? node in document["flags"]!.AsArray())
        {
            if (node is JsonObject flag && flag["key"] is JsonValue value && value.TryGetValue(out string? name) && name == key)
            {
                return flag;
            }
        }

        return null;
    }

    private static bool IsOpen(JsonNode? condition) =>
        condition is JsonObject item && item["properties"] is null or JsonArray { Count: 0 };

    private static void Touch(JsonObject flag)
    {
        int version = flag["version"] is JsonValue value && value.TryGetValue(out int number) ? number : 0;
        flag["version"] = version + 1;
    }
}
