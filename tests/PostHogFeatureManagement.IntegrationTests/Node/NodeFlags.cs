using System.Globalization;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.IntegrationTests.Node;

/// <summary>Definitions and callers about whose flags PostHog's server, its Node client and this library agree.</summary>
internal static class NodeFlags
{
    private const string Everyone = """{ "properties": [], "rollout_percentage": 100 }""";
    private const string TwoVariants = """ "multivariate": { "variants": [ { "key": "bold", "rollout_percentage": 40 }, { "key": "plain", "rollout_percentage": 60 } ] } """;

    private static readonly string[] Plans = ["free", "team", "scale", "Team"];
    private static readonly string[] Versions = ["1.9.0", "2.0.0", "2.10.3", "0.1.2"];

    public static string Document => $$"""
        {
          "flags": [ {{string.Join(",\n", Flags().Select(static (flag, index) => flag.Replace("#", Number(index + 1), StringComparison.Ordinal)))}} ],
          "group_type_mapping": { "0": "workspace" },
          "cohorts": {
            "1": { "type": "OR", "values": [ {{Filter("plan", "exact", "\"scale\"")}}, { "type": "AND", "values": [ {{Filter("email", "icontains", "\"example.org\"")}} ] } ] },
            "2": { "type": "AND", "values": [ { "key": "plan", "type": "person", "operator": "exact", "value": "free", "negation": true } ] },
            "3": { "type": "AND", "values": [ { "key": "id", "type": "cohort", "operator": "in", "value": 1, "negation": true }, {{Filter("age", "gte", "30")}} ] }
          }
        }
        """;

    /// <param name="count">The number of callers.</param>
    /// <param name="areKnown">Whether every caller has all properties. If not, some lack a few, so that not every flag can be evaluated locally.</param>
    public static IEnumerable<JsonObject> Callers(int count, bool areKnown) => Enumerable.Range(0, count).Select(index =>
    {
        var person = new JsonObject { ["$device_id"] = $"device-{index % 9}" };
        if (areKnown || index % 5 != 0)
        {
            person["plan"] = Plans[index % Plans.Length];
            person["age"] = 18 + (index % 40);
            person["app"] = Versions[index % Versions.Length];
            person["joined"] = $"2024-0{1 + (index % 9)}-15T10:00:00Z";
        }

        if (areKnown || index % 3 != 0)
        {
            person["email"] = index % 2 == 0 ? $"p{index}@example.org" : $"p{index}@test.example";
        }

        var caller = new JsonObject { ["distinctId"] = $"person-{index}", ["personProperties"] = person };
        if (index % 2 == 0)
        {
            caller["groups"] = new JsonObject { ["workspace"] = $"w{index % 11}" };
            caller["groupProperties"] = new JsonObject { ["workspace"] = new JsonObject { ["tier"] = index % 4 == 0 ? "gold" : "silver" } };
        }

        return caller;
    });

    private static IEnumerable<string> Flags() =>
    [
        .. Enumerable.Range(0, 21).Select(static step => Flag($"rollout-{step * 5}", $$""" "groups": [ { "rollout_percentage": {{step * 5}} } ] """)),
        .. Enumerable.Range(1, 9).Select(static weight => Flag($"split-{weight}0", $$"""
            "groups": [ {{Everyone}} ], "multivariate": { "variants": [ { "key": "a", "rollout_percentage": {{weight * 10}} }, { "key": "b", "rollout_percentage": {{100 - (weight * 10)}} } ] }
            """)),
        .. Conditions().Select(static (filter, index) => Flag($"condition-{Number(index)}", $$""" "groups": [ { "properties": [ {{filter}} ], "rollout_percentage": 100 } ] """)),
        Flag("two-conditions", $$""" "groups": [ { "properties": [ {{Filter("plan", "exact", "\"team\"")}} ], "rollout_percentage": 50 }, { "rollout_percentage": 20 } ] """),
        Flag("early-exit", $$""" "early_exit": true, "groups": [ { "rollout_percentage": 50 }, {{Everyone}} ] """),
        Flag("pinned", $$""" "groups": [ { "properties": [ {{Filter("plan", "exact", "\"team\"")}} ], "variant": "plain" }, {{Everyone}} ], {{TwoVariants}} """),
        Flag("paid", $$""" "groups": [ {{Everyone}} ], "payloads": { "true": "{\"size\":2}" } """),
        Flag("paid-split", $$""" "groups": [ {{Everyone}} ], {{TwoVariants}}, "payloads": { "bold": "[1,2]", "plain": "\"text\"" } """),
        Flag("held-out", """ "groups": [ { "rollout_percentage": 100 } ], "holdout": { "id": 7, "exclusion_percentage": 30 } """),
        Flag("group-half", """ "aggregation_group_type_index": 0, "groups": [ { "rollout_percentage": 50 } ] """),
        Flag("group-gold", """
            "aggregation_group_type_index": 0, "groups": [ { "properties": [ { "key": "tier", "type": "group", "group_type_index": 0, "operator": "exact", "value": "gold" } ] } ]
            """),
        Flag("needs-half", $$""" "groups": [ { "properties": [ {{Dependency("rollout-50", "true")}} ] } ] """),
        Flag("needs-not-half", $$""" "groups": [ { "properties": [ {{Dependency("rollout-50", "false")}} ] } ] """),
        Flag("needs-a", $$""" "groups": [ { "properties": [ {{Dependency("split-50", "\"a\"")}} ], "rollout_percentage": 60 } ] """),
        Flag("switched-off", $$""" "groups": [ {{Everyone}} ] """).Replace("\"active\": true", "\"active\": false", StringComparison.Ordinal),
        Flag("kept", """ "groups": [ { "rollout_percentage": 50 } ] """, """ "ensure_experience_continuity": true, """),
        Flag("by-device", """ "groups": [ { "rollout_percentage": 50 } ] """, """ "bucketing_identifier": "device_id", """),
        Flag("rules", """
            "version": 2, "return_type": "string", "default_value": "none", "rules": [
              { "rule_type": "percentage_rollout", "id": "01890000-0000-7000-8000-000000000001", "targeting": { "properties": [] }, "value": "some", "seed": "s",
                "rollout_percentage": 50, "on_rollout_miss": "continue" } ]
            """),
    ];

    private static IEnumerable<string> Conditions() =>
    [
        Filter("plan", "exact", "\"team\""),
        Filter("plan", "exact", """["free", "scale"]"""),
        Filter("plan", "is_not", "\"team\""),
        Filter("plan", "is_set", "\"is_set\""),
        Filter("plan", "is_not_set", "\"is_not_set\""),
        Filter("email", "icontains", "\"EXAMPLE.org\""),
        Filter("email", "not_icontains", "\"test\""),
        Filter("email", "regex", "\"^p[0-9]+@example\""),
        Filter("email", "not_regex", "\"org$\""),
        Filter("age", "gt", "30"),
        Filter("age", "lte", "\"25\""),
        Filter("app", "semver_gte", "\"2.0.0\""),
        Filter("app", "semver_lt", "\"2.0.0\""),
        Filter("joined", "is_date_before", "\"2024-05-01T00:00:00Z\""),
        Filter("joined", "is_date_after", "\"2024-03-31T00:00:00Z\""),
        """{ "key": "id", "type": "cohort", "operator": "in", "value": 1 }""",
        """{ "key": "id", "type": "cohort", "operator": "not_in", "value": 1 }""",
        """{ "key": "id", "type": "cohort", "operator": "in", "value": 2 }""",
        """{ "key": "id", "type": "cohort", "operator": "in", "value": 3 }""",
    ];

    private static string Flag(string key, string filters, string more = "") =>
        $$"""{ "id": #, "key": "{{key}}", "active": true, "version": 1, {{more}} "filters": { {{filters}} } }""";

    private static string Filter(string key, string name, string value) =>
        $$"""{ "key": "{{key}}", "type": "person", "operator": "{{name}}", "value": {{value}} }""";

    private static string Dependency(string key, string value) =>
        $$"""{ "key": "{{key}}", "type": "flag", "operator": "flag_evaluates_to", "value": {{value}}, "dependency_chain": ["{{key}}"] }""";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
