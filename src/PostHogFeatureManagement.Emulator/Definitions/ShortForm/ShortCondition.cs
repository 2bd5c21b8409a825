using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Emulator.Definitions.ShortForm;

/// <summary>
/// Whom a flag is for, in the short form: person properties with a value, several values, or a comparison such as <c>{ "gt": 18 }</c>. All must match.
/// </summary>
internal static class ShortCondition
{
    private const string Exact = "exact";

    public static JsonArray Expand(JsonObject when) => new([.. when.Select(static member => Filter(member.Key, member.Value))]);

    /// <summary>The condition in the short form. Null if it says more than the short form can.</summary>
    public static JsonObject? Shorten(JsonNode? properties)
    {
        var when = new JsonObject();
        foreach (JsonNode? node in properties as JsonArray ?? [])
        {
            if (node is not JsonObject filter
                || filter.Any(static member => member.Key is not ("key" or "type" or "operator" or "value") && member.Value is not null)
                || Text(filter["type"]) is not (null or "person")
                || Text(filter["key"]) is not { Length: > 0 } key
                || filter["value"] is not { } value
                || !when.TryAdd(key, Short(Text(filter["operator"]) ?? Exact, value)))
            {
                return null;
            }
        }

        return when;
    }

    /// <summary>The end of a sentence that begins with the flag. Null if the condition can be read.</summary>
    public static string? Problem(JsonNode? when) =>
        when is JsonObject properties && properties.All(static member => IsValue(member.Value) || IsComparison(member.Value))
            ? null
            : "must have properties in \"when\", such as { \"plan\": \"scale\" }, { \"plan\": [\"team\", \"scale\"] } or { \"age\": { \"gt\": 18 } }.";

    private static JsonObject Filter(string key, JsonNode? value)
    {
        (string name, JsonNode? operand) = value is JsonObject comparison
            ? comparison.Select(static member => (member.Key, member.Value)).Single()
            : (Exact, value);
        return new JsonObject { ["key"] = key, ["type"] = "person", ["operator"] = name, ["value"] = operand?.DeepClone() };
    }

    private static JsonNode Short(string name, JsonNode value) =>
        name == Exact && IsValue(value) ? value.DeepClone() : new JsonObject { [name] = value.DeepClone() };

    private static bool IsValue(JsonNode? value) =>
        value is JsonValue || (value is JsonArray { Count: > 0 } values && values.All(static item => item is JsonValue));

    private static bool IsComparison(JsonNode? value) =>
        value is JsonObject { Count: 1 } comparison && comparison.All(static operand => operand.Value is not null);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
