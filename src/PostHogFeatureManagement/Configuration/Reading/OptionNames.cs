using System.Collections.Frozen;

namespace PostHogFeatureManagement.Configuration.Reading;

/// <summary>Other names of settings: accepted aliases, old names that still work, and names in PostHog's own package.</summary>
internal static class OptionNames
{
    private static readonly FrozenSet<string> Settings =
        OptionProperties.Names(typeof(PostHogFeatureManagementOptions)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, OtherName> OtherNames = new Dictionary<string, OtherName>
    {
        ["ProjectApiKey"] = new(nameof(PostHogFeatureManagementOptions.ProjectToken), IsOld: false),
        ["PersonalApiKey"] = new(nameof(PostHogFeatureManagementOptions.SecretKey), IsOld: false),
        ["Definitions:StrictLocal"] = new(nameof(PostHogDefinitionsOptions.LocalOnly), IsOld: true),
        ["Cache:AlwaysAskForAll"] = new(nameof(PostHogCacheOptions.RefreshOnGetAll), IsOld: true),
        ["Cache:AnswersWhenDisabled"] = new(nameof(PostHogCacheOptions.ServeWhenDisabled), IsOld: true),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> NamesElsewhere = new Dictionary<string, string>
    {
        ["ApiKey"] = "ProjectToken",
        ["Host"] = "HostUrl",
        ["Disabled"] = "Enabled (with the opposite value)",
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

    /// <summary>What only PostHog's own package does: sending events. An application may keep it for that, and it reads the same section.</summary>
    private static readonly FrozenSet<string> OfPostHogsPackage = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "EnableCompression",
        "FeatureFlagSentCacheCompactionPercentage",
        "FeatureFlagSentCacheSizeLimit",
        "FeatureFlagSentCacheSlidingExpiration",
        "FeatureFlagsLogWarnings",
        "FlushAt",
        "FlushInterval",
        "IsServer",
        "MaxBatchSize",
        "MaxQueueSize",
        "MaxRetryDelay",
        "SuperProperties");

    /// <summary>What is behind another name of a setting; null when the key is not one.</summary>
    public static OtherName? Find(string key, string group) => OtherNames.GetValueOrDefault(group.Length == 0 ? key : $"{group}:{key}");

    /// <summary>Whether a key at the top of a section is a setting, here or in PostHog's own package.</summary>
    public static bool IsSetting(string key) =>
        Settings.Contains(key) || OtherNames.ContainsKey(key) || NamesElsewhere.ContainsKey(key) || IsOfPostHogsPackage(key);

    public static bool IsOfPostHogsPackage(string key) => OfPostHogsPackage.Contains(key);

    public static string Advice(string key, Type parent, OptionsSection section)
    {
        if (NamesElsewhere.TryGetValue(key, out string? name))
        {
            return $"Its name here is {section.PathOf(name)}.";
        }

        string[] known = [.. OptionProperties.Names(parent)];
        return Nearest(key, known) is { } nearest ? $"Did you mean {nearest}?" : $"Known here: {string.Join(", ", known)}.";
    }

    /// <summary>The name that differs in at most two letters; null when there is none.</summary>
    public static string? Nearest(string key, IEnumerable<string> names) => names.FirstOrDefault(name => EditDistance(name, key) <= 2);

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
