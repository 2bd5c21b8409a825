using System.Text.Json;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>Finds members of handwritten flags that nobody reads because their names are almost right.</summary>
internal static class Misspelling
{
    private const int MostEdits = 2;
    private const int ShortestBeginning = 4;

    private static readonly string[] FlagMembers =
    [
        "active", "bucketing_identifier", "deleted", "ensure_experience_continuity", "evaluation_contexts", "evaluation_runtime", "filters",
        "has_encrypted_payloads", "has_experiment", "id", "is_remote_configuration", "key", "name", "version",
    ];

    private static readonly string[] FilterMembers =
    [
        "aggregation_group_type_index", "default_value", "early_exit", "feature_enrollment", "groups", "holdout", "multivariate", "payloads", "return_type",
        "rules", "super_groups", "version",
    ];

    private static readonly string[] ConditionMembers = ["aggregation_group_type_index", "properties", "rollout_percentage", "variant"];

    private static readonly string[] PropertyMembers =
        ["dependency_chain", "group_type_index", "key", "negation", "operator", "type", "value"];

    private static readonly string[] VariantMembers = ["key", "name", "rollout_percentage"];

    /// <summary>What to tell about the flag.</summary>
    public static IEnumerable<string> In(JsonElement flag)
    {
        JsonElement filters = flag.Member("filters");
        JsonElement[] conditions = [.. Items(filters.Member("groups"))];
        return
        [
            .. Of(flag, FlagMembers),
            .. Of(filters, FilterMembers),
            .. conditions.SelectMany(static condition => Of(condition, ConditionMembers)),
            .. conditions.SelectMany(static condition => Items(condition.Member("properties"))).SelectMany(static filter => Of(filter, PropertyMembers)),
            .. Items(filters.Member("multivariate").Member("variants")).SelectMany(static variant => Of(variant, VariantMembers)),
        ];
    }

    private static IEnumerable<string> Of(JsonElement json, string[] known)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        return json.EnumerateObject()
            .Where(member => !known.Contains(member.Name))
            .Select(member => (member.Name, Meant: Array.Find(known, name => !json.TryGetProperty(name, out _) && IsClose(member.Name, name))))
            .Where(static found => found.Meant is not null)
            .Select(static found => $"\"{found.Name}\" is not read. Write \"{found.Meant}\".");
    }

    private static bool IsClose(string written, string meant)
    {
        string plain = written.Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
        string known = meant.Replace("_", string.Empty, StringComparison.Ordinal);
        return plain == known
            || (plain.Length >= ShortestBeginning && known.StartsWith(plain, StringComparison.Ordinal))
            || (known.Length > 2 * MostEdits && Edits(plain, known) <= MostEdits);
    }

    /// <summary>How many letters to add, leave out or change (Levenshtein distance).</summary>
    private static int Edits(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int changed = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement json) => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : default;
}
