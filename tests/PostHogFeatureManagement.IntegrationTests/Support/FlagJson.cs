using System.Text.Json;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>Flag definitions as PostHog writes them.</summary>
internal static class FlagJson
{
    private const string Everyone = """{"properties":[],"rollout_percentage":100}""";

    public static string Set(params string[] flags) =>
        $$$"""{"flags":[{{{string.Join(',', flags)}}}],"group_type_mapping":{"0":"company"},"cohorts":{}}""";

    /// <param name="key">The flag's key.</param>
    /// <param name="more">Additional members of its filters.</param>
    public static string On(string key, string more = "") => Flag(key, $""" "groups":[{Everyone}]{more} """);

    public static string Off(string key) => On(key).Replace("\"active\":true", "\"active\":false", StringComparison.Ordinal);

    public static string ForProperty(string key, string property, string value) =>
        Flag(key, $$""" "groups":[{{Condition(property, value)}}] """);

    /// <summary>A flag that is on for one person only.</summary>
    public static string ForUser(string key, string distinctId) => ForProperty(key, "distinct_id", distinctId);

    public static string ForCompany(string key, string property, string value) => Flag(
        key,
        $$""" "aggregation_group_type_index":0,"groups":[{"properties":[{"key":"{{property}}","type":"group","group_type_index":0,"operator":"exact","value":"{{value}}"}],"rollout_percentage":100}] """);

    /// <summary>A flag that gives everyone the same variant, optionally with a payload.</summary>
    public static string Variant(string key, string variant, string? payload = null) =>
        On(key, $$""","multivariate":{"variants":[{"key":"{{variant}}","rollout_percentage":100}]}{{Payloads((variant, payload))}}""");

    /// <summary>A flag with one variant for one person and another for all others. Each variant's payload is its name.</summary>
    public static string VariantForUser(string key, string distinctId, string variant, string otherwise) => Flag(
        key,
        $$"""
        "groups":[{{Condition("distinct_id", distinctId).Replace("\"rollout", $"\"variant\":\"{variant}\",\"rollout", StringComparison.Ordinal)}},{{Everyone}}],
        "multivariate":{"variants":[{"key":"{{otherwise}}","rollout_percentage":100},{"key":"{{variant}}","rollout_percentage":0}]}
        {{Payloads((variant, JsonSerializer.Serialize(variant)), (otherwise, JsonSerializer.Serialize(otherwise)))}}
        """);

    public static string WithPayload(string key, string payload) => On(key, Payloads(("true", payload)));

    /// <summary>A flag that only PostHog's servers can decide.</summary>
    public static string ServerOnly(string key) => On(key).Replace("\"active\"", "\"ensure_experience_continuity\":true,\"active\"", StringComparison.Ordinal);

    public static string Flag(string key, string filters) => $$$"""{"id":{{{Id(key)}}},"key":"{{{key}}}","active":true,"filters":{{{{filters}}}}}""";

    private static string Condition(string property, string value) =>
        $$"""{"properties":[{"key":"{{property}}","type":"person","operator":"exact","value":"{{value}}"}],"rollout_percentage":100}""";

    private static string Payloads(params (string Value, string? Payload)[] payloads)
    {
        string[] members = [.. payloads.Where(payload => payload.Payload is not null).Select(payload => $"\"{payload.Value}\":{JsonSerializer.Serialize(payload.Payload)}")];
        return members.Length == 0 ? string.Empty : $$$""","payloads":{{{{string.Join(',', members)}}}}""";
    }

    private static int Id(string key) => (int)(key.Aggregate(7u, (hash, letter) => (hash * 31) + letter) & 0xFFFFF);
}
