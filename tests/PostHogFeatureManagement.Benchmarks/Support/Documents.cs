using System.Text;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Benchmarks.Support;

/// <summary>Definitions documents of known size and shape.</summary>
internal static class Documents
{
    public const string Rollout = "rollout-0";
    public const string Property = "property-0";

    /// <summary>Everyone gets a variant, which one hash selects.</summary>
    public const string Variant = "variant-0";

    /// <summary>A property decides and the condition names the variant, so nothing is hashed.</summary>
    public const string Pinned = "pinned";

    /// <summary>On for everyone through its second condition. The hash for the first condition is computed but does not match.</summary>
    public const string Gate = "gate";

    /// <summary>30 flags with a rollout, 10 with variants and payloads, 18 with property filters only, and two special flags.</summary>
    /// <param name="copies">How often each of them exists, under keys of its own.</param>
    public static byte[] Sixty(int copies = 1) => Document(Enumerable.Range(0, copies).SelectMany(static copy => Mix(Suffix(copy))));

    /// <summary>Flags with this many conditions each. A condition has two filters and a tiny rollout, so all conditions are evaluated.</summary>
    public static byte[] Uniform(int flags, int conditions) => Document(Enumerable.Range(0, flags).Select(flag => Flag(
        $"flag-{flag}",
        Enumerable.Range(0, conditions).Select(condition => Condition(
            0.01,
            Filter("plan", "exact", "team", "scale", $"plan-{condition}"),
            Filter("email", "icontains", $"@team-{flag % 97}.example.org"))))));

    /// <summary>Flags with one condition for each of the patterns, all of which look at the property "note".</summary>
    public static byte[] Patterns(int flags, Func<int, string[]> patternsOf) => Document(Enumerable.Range(0, flags).Select(flag => Flag(
        $"flag-{flag}",
        patternsOf(flag).Select(pattern => Condition(100, Filter("note", "regex", pattern))))));

    /// <summary>One flag behind nested cohorts.</summary>
    public static byte[] Cohorts(int depth)
    {
        var cohorts = new JsonObject { ["1"] = Group(Filter("plan", "exact", "team")) };
        for (int id = 2; id <= depth; id++)
        {
            cohorts[$"{id}"] = Group(new JsonObject { ["key"] = "id", ["type"] = "cohort", ["operator"] = "in", ["value"] = id - 1 });
        }

        JsonObject member = new() { ["key"] = "id", ["type"] = "cohort", ["operator"] = "in", ["value"] = depth };
        return Document([Flag("cohort", [Condition(100, member)])], cohorts);
    }

    // Two characters: with longer keys the hashes would need a second block.
    private static string Suffix(int copy) => copy == 0 ? string.Empty : $"{(char)('a' + (copy / 26))}{(char)('a' + (copy % 26))}";

    private static IEnumerable<JsonObject> Mix(string suffix) =>
    [
        .. Enumerable.Range(0, 30).Select(i => Flag($"rollout-{i}{suffix}", [Condition(10 + (i * 3))])),
        VariantFlag($"{Variant}{suffix}", Condition(100)),
        .. Enumerable.Range(1, 9).Select(i => VariantFlag($"variant-{i}{suffix}", Condition(90))),
        VariantFlag($"{Pinned}{suffix}", PinnedCondition()),
        Flag($"{Gate}{suffix}", [Condition(0.01), Condition(100)]),
        .. Enumerable.Range(0, 18).Select(i => Flag($"property-{i}{suffix}", [Condition(100, Filter("plan", "exact", i % 2 == 0 ? "team" : "scale"))])),
    ];

    private static byte[] Document(IEnumerable<JsonObject> flags, JsonObject? cohorts = null) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["flags"] = new JsonArray([.. flags]),
        ["group_type_mapping"] = new JsonObject { ["0"] = "workspace" },
        ["cohorts"] = cohorts ?? [],
    }.ToJsonString());

    private static JsonObject Flag(string key, IEnumerable<JsonObject> conditions) => new()
    {
        ["id"] = 1,
        ["key"] = key,
        ["active"] = true,
        ["version"] = 1,
        ["filters"] = new JsonObject { ["groups"] = new JsonArray([.. conditions]) },
    };

    private static JsonObject PinnedCondition()
    {
        JsonObject condition = Condition(100, Filter("plan", "exact", "team"));
        condition["variant"] = "bold";
        return condition;
    }

    private static JsonObject VariantFlag(string key, JsonObject condition)
    {
        JsonObject flag = Flag(key, [condition]);
        flag["filters"]!["multivariate"] = new JsonObject { ["variants"] = new JsonArray(WeightedVariant("control"), WeightedVariant("bold")) };
        flag["filters"]!["payloads"] = new JsonObject { ["control"] = "{\"color\":\"gray\",\"size\":10}", ["bold"] = "{\"color\":\"red\",\"size\":14}" };
        return flag;
    }

    private static JsonObject WeightedVariant(string key) => new() { ["key"] = key, ["rollout_percentage"] = 50 };

    private static JsonObject Condition(double rollout, params JsonObject[] filters) => new()
    {
        ["properties"] = new JsonArray([.. filters]),
        ["rollout_percentage"] = rollout,
    };

    private static JsonObject Filter(string key, string @operator, params string[] values) => new()
    {
        ["key"] = key,
        ["type"] = "person",
        ["operator"] = @operator,
        ["value"] = values.Length == 1 ? values[0] : new JsonArray([.. values]),
    };

    private static JsonObject Group(JsonObject entry) => new()
    {
        ["type"] = "OR",
        ["values"] = new JsonArray(new JsonObject { ["type"] = "AND", ["values"] = new JsonArray(entry) }),
    };
}
