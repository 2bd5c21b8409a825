using System.Collections.Frozen;

namespace PostHogFeatureManagement.Configuration;

/// <summary>Other names settings go by: aliases that are accepted, and names of PostHog's own package that get advice.</summary>
internal static class OptionNames
{
    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["ProjectApiKey"] = nameof(PostHogFeatureManagementOptions.ProjectToken),
        ["PersonalApiKey"] = nameof(PostHogFeatureManagementOptions.SecretKey),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> ElsewhereCalled = new Dictionary<string, string>
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
        ["StrictLocalEvaluation"] = "Definitions:StrictLocal",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The property a key is bound to. Aliases hold at the top of the section only.</summary>
    public static string Canonical(string key, string parentPath) =>
        !parentPath.Contains(':', StringComparison.Ordinal) && Aliases.TryGetValue(key, out string? name) ? name : key;

    public static string Advice(string key, Type parent)
    {
        if (ElsewhereCalled.TryGetValue(key, out string? name))
        {
            return $"It is called {PostHogFeatureManagementOptions.SectionName}:{name} here.";
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
