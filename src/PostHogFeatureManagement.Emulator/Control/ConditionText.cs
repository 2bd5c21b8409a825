using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>Describes a condition in words.</summary>
internal static class ConditionText
{
    public static string Of(JsonElement condition)
    {
        var text = new StringBuilder();
        if (condition.Member("properties") is { ValueKind: JsonValueKind.Array } filters)
        {
            foreach (JsonElement filter in filters.EnumerateArray())
            {
                text.Append(text.Length == 0 ? string.Empty : " and ").Append(Filter(filter));
            }
        }

        if (text.Length == 0)
        {
            text.Append("everyone");
        }

        if (condition.Number("rollout_percentage") is { } rollout and not 100)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $", {rollout}%");
        }

        return condition.Text("variant") is { Length: > 0 } variant ? text.Append(" → ").Append(variant).ToString() : text.ToString();
    }

    /// <summary>A rule of a flag of configuration version 2.</summary>
    public static string OfRule(JsonElement rule)
    {
        JsonElement value = rule.Member("value");
        string result = value.ValueKind == JsonValueKind.Undefined ? string.Empty : $" → {Value(value)}";
        string rollout = rule.Number("rollout_percentage") is { } percentage and not 100 ? FormattableString.Invariant($", {percentage}%") : string.Empty;
        return $"{Of(rule.Member("targeting"))}{rollout}{result}";
    }

    private static string Filter(JsonElement filter)
    {
        string key = filter.Text("key") ?? "?";
        string value = Value(filter.Member("value"));
        return filter.Text("type") switch
        {
            "cohort" => $"{(filter.Text("operator") == "not_in" ? "not in cohort" : "in cohort")} {value}",
            "flag" => $"flag {key} is {value}",
            "group" => $"group's {Comparison(key, filter.Text("operator"), value)}",
            _ => Comparison(key, filter.Text("operator"), value),
        };
    }

    private static string Comparison(string key, string? name, string value) => name switch
    {
        null or "exact" => $"{key} is {value}",
        "is_set" => $"{key} is set",
        "is_not_set" => $"{key} is not set",
        _ => $"{key} {name.Replace('_', ' ')} {value}",
    };

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(" or ", value.EnumerateArray().Select(Value)),
        _ => value.GetRawText(),
    };
}
