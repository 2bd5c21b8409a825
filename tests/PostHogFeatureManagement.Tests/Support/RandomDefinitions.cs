using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>
/// Definitions documents (protocol §3.5) that use every feature of the format sooner or later. The same random source gives the same documents.
/// </summary>
internal sealed class RandomDefinitions(Random random)
{
    private readonly RandomFlags _flags = new(random);
    private readonly RandomFilters _filters = new(random);

    /// <param name="flagCount">The number of flags. Their keys differ.</param>
    /// <param name="areRelated">Whether flags may depend on each other, including in cycles and on missing flags.</param>
    public JsonObject Next(int flagCount, bool areRelated = true)
    {
        List<string> keys = [.. Enumerable.Range(0, flagCount).Select(RandomNames.Flag)];
        List<string> dependencies = areRelated ? [.. keys, "missing"] : [];
        var document = new JsonObject
        {
            ["flags"] = new JsonArray([.. keys.Select(key => (JsonNode)_flags.Next(key, dependencies))]),
            ["group_type_mapping"] = new JsonObject { ["0"] = "workspace", ["1"] = "project" },
            ["cohorts"] = Cohorts(),
        };
        if (random.Percent(40))
        {
            document["property_matching_version"] = random.Next(1, 3);
        }

        return document;
    }

    private JsonObject Cohorts()
    {
        var cohorts = new JsonObject();
        foreach (string id in RandomNames.Cohorts.Take(random.Next(RandomNames.Cohorts.Length)))
        {
            cohorts[id] = Tree(depth: 2);
        }

        return cohorts;
    }

    private JsonObject Tree(int depth) => new()
    {
        ["type"] = random.Percent(50) ? "AND" : "OR",
        ["values"] = new JsonArray([.. random.Many(0, 3, () => (JsonNode)(depth > 0 && random.Percent(40) ? Tree(depth - 1) : _filters.Leaf()))]),
    };
}
