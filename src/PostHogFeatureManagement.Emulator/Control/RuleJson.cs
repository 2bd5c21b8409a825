using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Emulator.Definitions.Rules;
using PostHogFeatureManagement.Explain.Format;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>Writes what the rules of a flag of configuration version 2 say about a caller, like the conditions of other flags.</summary>
internal static class RuleJson
{
    /// <summary>Writes the members of an object.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<RuleTrace> rules, EmulatedAnswer answer)
    {
        json.WriteStartObject("decidedBy");
        if (answer.ConditionIndex is { } index)
        {
            json.WriteNumber("rule", index);
        }

        json.WriteEndObject();
        json.WriteStartArray("rules");
        for (int number = 0; number < rules.Count; number++)
        {
            Write(json, number, rules[number]);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, int index, RuleTrace trace)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        FlagJson.WriteOutcome(json, trace.IsReached, trace.Outcome, trace.IsTargeted is null ? FlagReason.MalformedDefinition : FlagReason.Unknown);
        json.WriteString("aggregation", "person");
        FlagJson.WriteFilters(json, "filters", trace.Filters);
        if (trace.Rule.Bucket(trace.Subject) is { } bucket)
        {
            json.WriteStartObject("rollout");
            json.WriteNumber("percentage", trace.Rule.Rollout);
            json.WriteNumber("bucket", bucket);
            json.WriteBoolean("included", trace.Rule.IsInRollout(trace.Subject));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
