using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions.Rules;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>What in a flag's definition cannot be used, or probably does not mean what it says.</summary>
internal static class FlagAdvice
{
    /// <summary>Weights such as 33.33 need not add up exactly.</summary>
    private const double MaxRounding = 0.1;

    public static string[] For(EmulatedFlag flag, IReadOnlyList<LoadReport> reports) =>
    [
        .. reports.Where(report => report.FlagKey == flag.Key).Select(static report => $"{report.Problem}: {report.Detail}"),
        .. Doubts(flag),
        .. Misspelling.In(flag.Json),
    ];

    private static IEnumerable<string> Doubts(EmulatedFlag flag)
    {
        bool hasConditions = flag.ConfigurationVersion == ConfigurationVersions.Conditions;
        if (!hasConditions && flag.Rules is null)
        {
            yield return "Its rules or its \"filters.version\" cannot be read, so the flag fails.";
        }

        if (flag.Json.Member("active").ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            yield return "It is off, because \"active\" is neither true nor false.";
        }

        double[] weights = [.. Items(flag.Filters.Member("multivariate"), "variants").Select(static variant => variant.Number("rollout_percentage") ?? 0)];
        if (weights.Length > 0 && Math.Abs(weights.Sum() - 100) > MaxRounding)
        {
            yield return FormattableString.Invariant($"Its variants add up to {weights.Sum()}%. PostHog requires 100%.");
        }

        if (flag.IsActive && hasConditions && IsEmpty(flag.Filters, "groups") && IsEmpty(flag.Filters, "super_groups"))
        {
            yield return "It is off for everyone, because it has no conditions. Write \"filters\": { \"groups\": [ { \"rollout_percentage\": 100 } ] }.";
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;

    private static bool IsEmpty(JsonElement json, string name) =>
        json.Member(name) is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() == 0;
}
