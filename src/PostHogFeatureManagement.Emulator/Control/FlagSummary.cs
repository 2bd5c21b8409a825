using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>A flag as the page shows it.</summary>
internal static class FlagSummary
{
    /// <param name="writer">The writer.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="definitions">The definitions that have the flag.</param>
    /// <param name="hasDefinition">Whether to add the flag's definition, for someone who wants to change it.</param>
    public static void Write(Utf8JsonWriter writer, EmulatedFlag flag, DefinitionsSnapshot definitions, bool hasDefinition = false)
    {
        writer.WriteStartObject();
        writer.WriteString("key", flag.Key);
        writer.WriteString("name", flag.Name);
        writer.WriteBoolean("active", flag.IsActive);
        writer.WriteNumber("version", flag.Version);
        if (Rollout(flag) is { } rollout)
        {
            writer.WriteNumber("rollout", rollout);
        }
        else
        {
            writer.WriteNull("rollout");
        }

        WriteConditions(writer, flag);
        WriteVariants(writer, flag);
        WriteWarnings(writer, flag, definitions.ServerFlags.Reports);
        if (hasDefinition)
        {
            writer.WritePropertyName("definition");
            flag.Json.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>The percentage that a change of the rollout would replace. Null if the conditions differ.</summary>
    private static double? Rollout(EmulatedFlag flag)
    {
        JsonElement[] conditions = [.. Items(flag.Filters, "groups")];
        JsonElement[] open = [.. conditions.Where(condition => !Items(condition, "properties").Any())];
        double[] rollouts = [.. (open.Length > 0 ? open : conditions).Select(condition => condition.Number("rollout_percentage") ?? 100).Distinct()];
        return rollouts.Length switch
        {
            0 => 0,
            1 => rollouts[0],
            _ => null,
        };
    }

    private static void WriteConditions(Utf8JsonWriter writer, EmulatedFlag flag)
    {
        writer.WriteStartArray("conditions");
        foreach (JsonElement rule in Items(flag.Filters, "rules"))
        {
            writer.WriteStringValue(ConditionText.OfRule(rule));
        }

        foreach (JsonElement condition in Items(flag.Filters, "groups"))
        {
            writer.WriteStringValue(ConditionText.Of(condition));
        }

        if (flag.Filters.Member("holdout").Number("exclusion_percentage") is { } heldOut)
        {
            writer.WriteStringValue(FormattableString.Invariant($"{heldOut}% held out"));
        }

        writer.WriteEndArray();
    }

    private static void WriteVariants(Utf8JsonWriter writer, EmulatedFlag flag)
    {
        writer.WriteStartArray("variants");
        foreach (JsonElement variant in Items(flag.Filters.Member("multivariate"), "variants"))
        {
            writer.WriteStartObject();
            writer.WriteString("key", variant.Text("key"));
            writer.WriteNumber("rollout", variant.Number("rollout_percentage") ?? 0);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteWarnings(Utf8JsonWriter writer, EmulatedFlag flag, IReadOnlyList<LoadReport> reports)
    {
        writer.WriteStartArray("warnings");
        foreach (string advice in FlagAdvice.For(flag, reports))
        {
            writer.WriteStringValue(advice);
        }

        writer.WriteEndArray();
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;
}
