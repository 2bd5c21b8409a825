using System.Text.Json;

namespace PostHogFeatureManagement.Definitions.Compilation.Cohorts;

/// <summary>Finds the cohorts that each cohort's tree refers to.</summary>
internal static class CohortReferences
{
    public static IReadOnlyList<IReadOnlyCollection<int>> Of(List<JsonElement> trees, Dictionary<string, int> ids)
    {
        var all = new HashSet<int>[trees.Count];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = [];
            try
            {
                Collect(trees[i], ids, all[i]);
            }
            catch (InvalidOperationException)
            {
                // A member name is not valid Unicode. Compiling the tree will report it as malformed.
            }
        }

        return all;
    }

    private static void Collect(JsonElement node, Dictionary<string, int> ids, HashSet<int> references)
    {
        if (node.TryGetMember("values"u8, out JsonElement values) && values.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement entry in values.EnumerateArray())
            {
                Collect(entry, ids, references);
            }
        }
        else if (node.TryGetMember("type"u8, out JsonElement type)
            && type.Text() == "cohort"
            && CohortFilterCompiler.Id(node) is { } id
            && ids.TryGetValue(id, out int index))
        {
            references.Add(index);
        }
    }
}
