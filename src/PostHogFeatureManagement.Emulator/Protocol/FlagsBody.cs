using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>The body of a <c>/flags</c> request, read as leniently as PostHog reads it (protocol §2.2).</summary>
internal sealed class FlagsBody(JsonElement json)
{
    public string? Token { get; } = json.Text("token") ?? json.Text("api_key") ?? json.Text("$token");

    public string? DistinctId { get; } = (Either(json, "distinct_id", "$distinct_id")).TextOrNumber();

    public string? DeviceId { get; } =
        Either(json, "$device_id", "device_id").TextOrNumber() ?? Either(json, "person_properties", "$properties").Member("$device_id").TextOrNumber();

    /// <summary>The person's id before sign-in.</summary>
    public string? AnonymousId { get; } = Either(json, "$anon_distinct_id", "anon_distinct_id").TextOrNumber();

    public IReadOnlyList<string>? FlagKeys { get; } = json.Texts("flag_keys_to_evaluate") ?? json.Texts("flag_keys");

    public IReadOnlyList<string> Contexts { get; } = json.Texts("evaluation_contexts") ?? json.Texts("evaluation_environments") ?? [];

    public string? Runtime { get; } = json.Text("evaluation_runtime");

    public bool IsDisabled { get; } = json.Truth("disable_flags") is true;

    public PostHogContext ToContext(KnownPersons persons)
    {
        var properties = new Dictionary<string, object?>(persons.PropertiesOf(DistinctId!), StringComparer.Ordinal);
        Copy(Either(json, "person_properties", "$properties"), properties);
        InitialProperties.Fill(properties);

        var groups = new Dictionary<string, PostHogGroup>(StringComparer.Ordinal);
        JsonElement groupProperties = Either(json, "group_properties", "$group_properties");
        foreach (JsonProperty group in json.Members(json.Member("groups").ValueKind == JsonValueKind.Object ? "groups" : "$groups"))
        {
            if (group.Value.TextOrNumber() is { } key)
            {
                var ofGroup = new Dictionary<string, object?>(StringComparer.Ordinal);
                Copy(groupProperties.Member(group.Name), ofGroup);
                groups[group.Name] = new PostHogGroup(key, ofGroup);
            }
        }

        return new PostHogContext(DistinctId) { DeviceId = DeviceId, AnonymousDistinctId = AnonymousId, PersonProperties = properties, Groups = groups };
    }

    private static JsonElement Either(JsonElement json, string name, string alias) =>
        json.Member(name) is { ValueKind: not JsonValueKind.Undefined } member ? member : json.Member(alias);

    private static void Copy(JsonElement from, Dictionary<string, object?> to)
    {
        if (from.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in from.EnumerateObject())
            {
                to[property.Name] = property.Value;
            }
        }
    }
}
