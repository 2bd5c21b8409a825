using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>Changes a flag as PostHog's own page does, including its version number.</summary>
internal static class FlagEdit
{
    /// <summary>Adds a flag and gives it the next number. False if a flag has its key.</summary>
    public static bool TryAppend(JsonObject document, JsonObject flag)
    {
        if (Find(document, flag["key"]!.GetValue<string>()) is not null)
        {
            return false;
        }

        JsonArray flags = document["flags"]!.AsArray();
        flag["id"] = flags.OfType<JsonObject>().Select(static other => other["id"]).OfType<JsonValue>()
            .Select(static id => id.TryGetValue(out long number) ? number : 0).DefaultIfEmpty().Max() + 1;
        flag["version"] = 1;
        flags.Add(flag);
        return true;
    }

    public static bool TryAdd(JsonObject document, string key) => TryAppend(document, new JsonObject
    {
        ["key"] = key,
        ["active"] = true,
        ["filters"] = new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["properties"] = new JsonArray(), ["rollout_percentage"] = 100 }) },
    });

    /// <summary>Puts another definition in the flag's place. It keeps the flag's number and key.</summary>
    public static void Replace(JsonObject flag, JsonObject definition)
    {
        JsonNode? version = flag["version"]?.DeepClone();
        foreach ((string member, _) in flag.Where(static member => member.Key is not ("id" or "key")).ToArray())
        {
            flag.Remove(member);
        }

        foreach ((string member, JsonNode? value) in definition.Where(static member => member.Key is not ("id" or "key")))
        {
            flag[member] = value?.DeepClone();
        }

        flag["version"] = version;
        Touch(flag);
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
