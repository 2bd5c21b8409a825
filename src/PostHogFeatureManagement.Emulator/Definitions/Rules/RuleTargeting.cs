using System.Globalization;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Emulator.Definitions.Rules;

/// <summary>
/// Decides whom a rule targets with the engine of the other flags: each rule's targeting is compiled as a flag of its own, whose one condition is a cohort,
/// because the filters of a cohort have <c>negation</c>. Clients never see these flags.
/// </summary>
internal static class RuleTargeting
{
    private const string CohortPrefix = "9990000";

    /// <summary>
    /// Adds the flags to the server's definitions and switches off the flags without conditions, because for a dependency they are false (protocol §8).
    /// </summary>
    public static void Compile(JsonObject document)
    {
        JsonArray flags = document["flags"]!.AsArray();
        JsonObject cohorts = document["cohorts"]!.AsObject();
        foreach (JsonObject flag in flags.OfType<JsonObject>().ToArray())
        {
            if (ConfigurationVersions.Of(flag) == ConfigurationVersions.Conditions)
            {
                continue;
            }

            if ((flag["filters"] as JsonObject)?["rules"] is JsonArray rules && flag["key"] is JsonValue key && key.TryGetValue(out string? name))
            {
                for (int index = 0; index < rules.Count; index++)
                {
                    Add(flags, cohorts, KeyOf(name, index), rules[index] as JsonObject);
                }
            }

            flag["active"] = false;
            flag["filters"] = new JsonObject();
        }
    }

    /// <summary>Whether the rule targets the caller. Null if that cannot be decided.</summary>
    public static bool? Includes(FlagSet flags, FlagEvaluator evaluator, string flagKey, int index, PostHogContext caller)
    {
        if (!flags.TryGetFlag(KeyOf(flagKey, index), out FlagDefinition? targeting))
        {
            return null;
        }

        FlagEvaluation evaluation = evaluator.Evaluate(flags, targeting, caller, propertiesAreComplete: true);
        return evaluation.IsConclusive ? evaluation.IsEnabled : null;
    }

    /// <summary>The key of the flag that decides whom a rule targets. No flag that someone writes has such a key.</summary>
    public static string KeyOf(string flagKey, int index) => string.Create(CultureInfo.InvariantCulture, $"\u0001{flagKey}\u0001{index}");

    private static void Add(JsonArray flags, JsonObject cohorts, string key, JsonObject? rule)
    {
        JsonNode? filters = (rule?["targeting"] as JsonObject)?["properties"]?.DeepClone();
        string cohort = CohortPrefix + (cohorts.Count + 1).ToString(CultureInfo.InvariantCulture);
        cohorts[cohort] = new JsonObject { ["type"] = "AND", ["values"] = filters ?? new JsonArray() };
        var condition = new JsonObject { ["key"] = "id", ["type"] = "cohort", ["operator"] = "in", ["value"] = cohort };
        flags.Add(new JsonObject
        {
            ["key"] = key,
            ["active"] = true,
            ["filters"] = new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["properties"] = new JsonArray(condition) }) },
        });
    }
}
