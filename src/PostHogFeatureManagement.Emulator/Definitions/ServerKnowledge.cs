using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Emulator.Definitions.Rules;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>
/// Completes the definitions with what PostHog's server knows and a client does not: the members of static cohorts, and the values kept across sign-in, which
/// <see cref="KeptIds"/> holds.
/// </summary>
internal static class ServerKnowledge
{
    /// <summary>The emulator's own member in the definitions: cohort id → distinct ids of its members. It is never sent to clients.</summary>
    public const string StaticCohorts = "static_cohorts";

    private const string GroupTypes = "group_type_mapping";

    public static JsonObject Complete(JsonObject document)
    {
        JsonObject complete = document.DeepClone().AsObject();
        foreach (JsonNode? node in complete["flags"]!.AsArray())
        {
            if (node is JsonObject flag)
            {
                flag.Remove("ensure_experience_continuity");
            }
        }

        if (complete["cohorts"] is not JsonObject cohorts)
        {
            complete["cohorts"] = cohorts = [];
        }

        AddStaticCohorts(complete, cohorts);
        AddGroupTypes(complete);
        RuleTargeting.Compile(complete);
        AddUnknownCohorts(complete, cohorts);
        return complete;
    }

    private static void AddStaticCohorts(JsonObject document, JsonObject cohorts)
    {
        if (document[StaticCohorts] is JsonObject members)
        {
            foreach ((string id, JsonNode? distinctIds) in members)
            {
                cohorts[id] = new JsonObject
                {
                    ["type"] = "OR",
                    ["values"] = new JsonArray(new JsonObject
                    {
                        ["key"] = "distinct_id",
                        ["type"] = "person",
                        ["operator"] = "exact",
                        ["value"] = distinctIds?.DeepClone() ?? new JsonArray(),
                    }),
                };
            }

            document.Remove(StaticCohorts);
        }
    }

    /// <summary>
    /// Names the group types that flags use and the mapping lacks. No caller has such a group, and so the flag or the condition is off (protocol §5.6).
    /// </summary>
    private static void AddGroupTypes(JsonObject document)
    {
        if (document[GroupTypes] is not JsonObject mapping)
        {
            document[GroupTypes] = mapping = [];
        }

        foreach (JsonObject flag in document["flags"]!.AsArray().OfType<JsonObject>())
        {
            JsonObject? filters = flag["filters"] as JsonObject;
            IEnumerable<JsonNode?> conditions = filters?["groups"] as JsonArray ?? [];
            foreach (JsonObject part in conditions.Append(filters).OfType<JsonObject>())
            {
                if (part["aggregation_group_type_index"] is JsonValue index && index.TryGetValue(out int number))
                {
                    string name = number.ToString(CultureInfo.InvariantCulture);
                    mapping.TryAdd(name, JsonValue.Create($"\u0001{name}"));
                }
            }
        }
    }

    /// <summary>Adds each cohort that has no definition as an OR over nothing, which has no members (protocol §7).</summary>
    private static void AddUnknownCohorts(JsonNode? node, JsonObject cohorts)
    {
        if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                AddUnknownCohorts(item, cohorts);
            }
        }
        else if (node is JsonObject members)
        {
            if (CohortId(members) is { } id && !cohorts.ContainsKey(id))
            {
                cohorts[id] = new JsonObject { ["type"] = "OR", ["values"] = new JsonArray() };
            }

            foreach ((_, JsonNode? member) in members.ToArray())
            {
                AddUnknownCohorts(member, cohorts);
            }
        }
    }

    private static string? CohortId(JsonObject filter) =>
        filter["type"] is JsonValue type && type.TryGetValue(out string? name) && name == "cohort" && filter["value"] is JsonValue value
            ? value.GetValueKind() switch
            {
                JsonValueKind.Number => value.ToJsonString(),
                JsonValueKind.String => value.GetValue<string>(),
                _ => null,
            }
            : null;
}
