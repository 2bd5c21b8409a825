using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Emulator.Definitions.ShortForm;

/// <summary>
/// One flag in the short form: true or false, the weights of its variants, or an object with the members below.
/// </summary>
internal static class ShortFlag
{
    private const string Active = "active";
    private const string Name = "name";
    private const string Rollout = "rollout";
    private const string When = "when";
    private const string Variants = "variants";
    private const string Payload = "payload";
    private const string Payloads = "payloads";

    private static readonly string[] Members = [Active, Name, Rollout, When, Variants, Payload, Payloads];

    /// <summary>Whether someone who wrote this value meant a flag.</summary>
    public static bool IsMeant(JsonNode? value) => value is JsonObject json && json.Any(static member => Members.Contains(member.Key));

    /// <summary>The flag in PostHog's form. If there is none, the problem is the end of a sentence that begins with the flag.</summary>
    public static JsonObject? Expand(string key, JsonNode? value, out string? problem)
    {
        problem = null;
        switch (value)
        {
            case JsonValue truth when truth.TryGetValue(out bool active):
                return Expand(key, new JsonObject { [Active] = active });
            case JsonObject weights when weights.Count > 0 && !IsMeant(weights) && weights.All(static weight => IsPercentage(weight.Value)):
                return Expand(key, new JsonObject { [Variants] = weights.DeepClone() });
            case JsonObject flag when IsMeant(flag):
                problem = flag.Select(Problem).FirstOrDefault(static found => found is not null)
                    ?? (flag.ContainsKey(Payload) && flag.ContainsKey(Variants) ? """has a "payload" and variants. Write "payloads": { "bold": … }.""" : null);
                return problem is null ? Expand(key, flag) : null;
            default:
                problem = """
                    is neither true nor false, nor the weights of variants, nor an object such as { "rollout": 20, "when": { "plan": "scale" } }.
                    """;
                return null;
        }
    }

    /// <summary>The flag in the short form. Null if it says more than the short form can.</summary>
    public static JsonNode? Shorten(JsonObject flag)
    {
        JsonObject filters = flag["filters"] as JsonObject ?? [];
        if (!HasOnly(flag, "id", "key", "version", Name, Active, "filters")
            || !HasOnly(filters, "groups", "multivariate", Payloads)
            || filters["groups"] is not JsonArray { Count: 1 } conditions
            || conditions[0] is not JsonObject condition
            || !HasOnly(condition, "properties", "rollout_percentage")
            || ShortCondition.Shorten(condition["properties"]) is not { } when
            || !TryShortenVariants(filters["multivariate"], out JsonObject variants)
            || flag[Active] is not JsonValue state
            || !state.TryGetValue(out bool active))
        {
            return null;
        }

        var json = new JsonObject();
        AddIf(!active, Active, false);
        AddIf(flag[Name]?.GetValueKind() == JsonValueKind.String, Name, flag[Name]);
        AddIf(condition["rollout_percentage"] is { } rollout && !Is(rollout, 100), Rollout, condition["rollout_percentage"]);
        AddIf(when.Count > 0, When, when);
        AddIf(variants.Count > 0, Variants, variants);
        foreach ((string value, JsonNode? payload) in (filters[Payloads] as JsonObject ?? []).ToArray())
        {
            if (value == "true" && variants.Count == 0)
            {
                json[Payload] = ShortPayload.Shorten(payload);
            }
            else
            {
                json[Payloads] ??= new JsonObject();
                json[Payloads]![value] = ShortPayload.Shorten(payload);
            }
        }

        return json switch
        {
            { Count: 0 } => JsonValue.Create(true),
            { Count: 1 } when !active => JsonValue.Create(false),
            { Count: 1 } when variants.Count > 0 && !IsMeant(variants) => variants.DeepClone(),
            _ => json,
        };

        void AddIf(bool isNeeded, string name, JsonNode? value)
        {
            if (isNeeded)
            {
                json[name] = value?.DeepClone();
            }
        }
    }

    private static JsonObject Expand(string key, JsonObject flag)
    {
        var condition = new JsonObject
        {
            ["properties"] = ShortCondition.Expand(flag[When] as JsonObject ?? []),
            ["rollout_percentage"] = flag[Rollout]?.DeepClone() ?? 100,
        };
        var filters = new JsonObject { ["groups"] = new JsonArray(condition) };
        if (flag[Variants] is JsonObject variants)
        {
            filters["multivariate"] = new JsonObject
            {
                ["variants"] = new JsonArray([.. variants.Select(static weight => Variant(weight.Key, weight.Value!))]),
            };
        }

        JsonObject payloads = flag[Payloads] as JsonObject ?? [];
        if (payloads.Count > 0 || flag.ContainsKey(Payload))
        {
            filters[Payloads] = new JsonObject(
                payloads.Select(static payload => KeyValuePair.Create(payload.Key, (JsonNode?)ShortPayload.Expand(payload.Value))));
        }

        if (flag.ContainsKey(Payload))
        {
            filters[Payloads]!["true"] = ShortPayload.Expand(flag[Payload]);
        }

        var expanded = new JsonObject { ["key"] = key, [Active] = flag[Active]?.DeepClone() ?? true, ["filters"] = filters };
        if (flag[Name] is { } name)
        {
            expanded[Name] = name.DeepClone();
        }

        return expanded;
    }

    private static JsonObject Variant(string key, JsonNode weight) => new() { ["key"] = key, ["rollout_percentage"] = weight.DeepClone() };

    private static string? Problem(KeyValuePair<string, JsonNode?> member) => member.Key switch
    {
        Active when member.Value?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False) => "must have true or false in \"active\".",
        Name when member.Value?.GetValueKind() != JsonValueKind.String => "must have a text in \"name\".",
        Rollout when !IsPercentage(member.Value) => "must have a number from 0 to 100 in \"rollout\".",
        Variants when !(member.Value is JsonObject { Count: > 0 } weights && weights.All(static weight => IsPercentage(weight.Value))) =>
            "must have percentages in \"variants\", such as { \"bold\": 50, \"plain\": 50 }.",
        Payloads when member.Value is not JsonObject => "must have an object in \"payloads\", such as { \"bold\": { \"color\": \"teal\" } }.",
        When => ShortCondition.Problem(member.Value),
        _ => Members.Contains(member.Key) ? null : $"has the unknown member \"{member.Key}\". Its members can be {string.Join(", ", Members)}.",
    };

    private static bool TryShortenVariants(JsonNode? multivariate, out JsonObject variants)
    {
        variants = [];
        if (multivariate is null)
        {
            return true;
        }

        if (multivariate is not JsonObject json || !HasOnly(json, "variants") || json["variants"] is not JsonArray items)
        {
            return false;
        }

        foreach (JsonNode? item in items)
        {
            if (item is not JsonObject variant
                || !HasOnly(variant, "key", "rollout_percentage")
                || variant["key"] is not JsonValue key
                || !key.TryGetValue(out string? name)
                || !IsPercentage(variant["rollout_percentage"])
                || !variants.TryAdd(name, variant["rollout_percentage"]!.DeepClone()))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasOnly(JsonObject json, params string[] names) => json.All(member => names.Contains(member.Key) || member.Value is null);

    private static bool IsPercentage(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double number) && number is >= 0 and <= 100;

    private static bool Is(JsonNode node, double number) => node is JsonValue value && value.TryGetValue(out double found) && found.Equals(number);
}
