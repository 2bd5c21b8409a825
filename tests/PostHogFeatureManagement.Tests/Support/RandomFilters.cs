using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Property, cohort and flag filters (protocol §3.5), with operands that mostly fit their operator.</summary>
internal sealed class RandomFilters(Random random)
{
    private static readonly int?[] GroupIndexes = [0, 1, 7, null];

    private readonly RandomJson _json = new(random);
    private readonly RandomText _text = new(random);

    /// <param name="dependencies">The keys of the flags that the filter may depend on.</param>
    public JsonObject Next(IReadOnlyList<string> dependencies) => random.Next(10) switch
    {
        0 => Cohort(),
        1 when dependencies.Count > 0 => Flag(random.Pick(dependencies)),
        2 => Group(),
        _ => Property("person"),
    };

    /// <summary>Returns a leaf of a cohort's tree, where negation counts.</summary>
    public JsonObject Leaf()
    {
        JsonObject leaf = random.Percent(80) ? Property("person") : Cohort();
        leaf["negation"] = random.Percent(30);
        return leaf;
    }

    private JsonObject Group()
    {
        JsonObject filter = Property("group");
        filter["group_type_index"] = random.Pick(GroupIndexes);
        return filter;
    }

    private JsonObject Cohort() => new()
    {
        ["key"] = "id",
        ["type"] = "cohort",
        ["operator"] = random.Percent(70) ? "in" : "not_in",
        ["value"] = random.Percent(50) ? random.Pick(RandomNames.Cohorts) : random.Next(6),
    };

    private JsonObject Flag(string key) => new()
    {
        ["key"] = key,
        ["type"] = "flag",
        ["operator"] = "flag_evaluates_to",
        ["value"] = random.Next(3) switch { 0 => true, 1 => false, _ => random.Pick(RandomNames.Variants) },
        ["dependency_chain"] = new JsonArray(key),
    };

    private JsonObject Property(string type)
    {
        string @operator = random.Pick(RandomNames.Operators);
        return new JsonObject
        {
            ["key"] = random.Pick(RandomNames.Properties),
            ["type"] = type,
            ["operator"] = @operator,
            ["value"] = Operand(@operator),
        };
    }

    private JsonNode? Operand(string @operator) => @operator switch
    {
        "between" or "not_between" => random.Percent(80) ? new JsonArray(random.Next(5), random.Next(3, 40)) : _json.Next(),
        "gt" or "gte" or "lt" or "lte" => random.Percent(70) ? _json.Number() : _json.Next(),
        "exact" or "is_not" or "icontains_multi" or "not_icontains_multi" => random.Percent(50) ? new JsonArray([.. random.Many(0, 4, () => (JsonNode?)_text.Next())]) : _json.Next(),
        _ => random.Percent(85) ? _text.Next() : _json.Next(),
    };
}
