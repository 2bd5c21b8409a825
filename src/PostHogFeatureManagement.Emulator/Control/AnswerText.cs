using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Emulator.Definitions.Rules;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>Says why a flag has its value for someone, with the condition or rule that decided.</summary>
internal static class AnswerText
{
    public static string Of(EmulatedFlag flag, EmulatedAnswer answer)
    {
        if (answer.ConditionIndex is not { } index)
        {
            return answer.Description;
        }

        bool isRule = flag.ConfigurationVersion == ConfigurationVersions.Rules;
        JsonElement[] parts = [.. Items(flag.Filters.Member(isRule ? "rules" : "groups"))];
        return index < parts.Length
            ? $"{answer.Description}: {(isRule ? ConditionText.OfRule(parts[index]) : ConditionText.Of(parts[index]))}"
            : answer.Description;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement json) => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : default;
}
