using System.Collections.Frozen;

namespace PostHogFeatureManagement.Configuration;

/// <summary>Other names of settings: accepted aliases, old names that still work, and names in PostHog's own package, for which there is advice.</summary>
internal static class OptionNames
{
    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["ProjectApiKey"] = nameof(PostHogFeatureManagementOptions.ProjectToken),
        ["PersonalApiKey"] = nameof(PostHogFeatureManagementOptions.SecretKey),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Renamed = new Dictionary<string, string>
    {
        ["Definitions:StrictLocal"] = nameof(PostHogDefinitionsOptions.LocalOnly),
        ["Cache:AlwaysAskForAll"] = nameof(PostHogCacheOptions.RefreshOnGetAll),
        ["Cache:AnswersWhenDisabled"] = nameof(PostHogCacheOptions.ServeWhenDisabled),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> NamesElsewhere = new Dictionary<string, string>
    {
        ["ApiKey"] = "ProjectToken",
        ["Host"] = "HostUrl",
        ["FeatureFlagPollInterval"] = "Definitions:PollInterval",
        ["PollInterval"] = "Definitions:PollInterval",
        ["FeatureFlagRequestTimeout"] = "Client:AttemptTimeout",
        ["RequestTimeout"] = "Client:AttemptTimeout",
        ["MaxRetries"] = "Client:MaxRetryAttempts",
        ["InitialRetryDelay"] = "Client:RetryDelay",
        ["DisableGeoIp"] = "Client:DisableGeoIp",
        ["EvaluationContexts"] = "Definitions:EvaluationContexts",
        ["EvaluationEnvironments"] = "Definitions:EvaluationContexts",
        ["StrictLocalEvaluation"] = "Definitions:LocalOnly",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The property that a key is bound to. Aliases exist only at the top of the section.</summary>
    public static string Canonical(string key, string parentPath) =>
        !parentPath.Contains(':', StringComparison.Ordinal) && Aliases.TryGetValue(key, out string? name) ? name : key;

    /// <summary>The name that replaced an old one; null when the key is not an old name.</summary>
    public static string? NewName(string key, string parent) => Renamed.GetValueOrDefault($"{parent}:{key}");

    public static string Advice(string key, Type parent)
    {
        if (NamesElsewhere.TryGetValue(key, out string? name))
        {
            return $"Its name here is {PostHogFeatureManagementOptions.SectionName}:{name}.";
        }

        string[] known = [.. parent.GetProperties().Select(property => property.Name)];
        string? nearest = known.FirstOrDefault(candidate => EditDistance(candidate, key) <= 2);
        return nearest is null ? $"Known here: {string.Join(", ", known)}." : $"Did you mean {nearest}?";
    }

    private static int EditDistance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int substitute = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
