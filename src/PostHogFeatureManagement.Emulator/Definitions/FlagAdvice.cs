using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions.Rules;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>What in a flag's definition cannot be used, or probably does not mean what it says.</summary>
internal static class FlagAdvice
{
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

        if (flag.IsActive && hasConditions && IsEmpty(flag.Filters, "groups") && IsEmpty(flag.Filters, "super_groups"))
        {
            yield return "It is off for everyone, because it has no conditions. Write \"filters\": { \"groups\": [ { \"rollout_percentage\": 100 } ] }.";
        }
    }

    private static bool IsEmpty(JsonElement json, string name) =>
        json.Member(name) is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() == 0;
}
