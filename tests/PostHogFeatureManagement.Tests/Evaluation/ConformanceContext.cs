using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>The caller of a recorded evaluation; property values stay raw JSON.</summary>
internal static class ConformanceContext
{
    public static PostHogContext Read(JsonElement evaluation)
    {
        Dictionary<string, object?> person = Properties(evaluation, "person_properties");
        var groups = new Dictionary<string, PostHogGroup>();
        evaluation.TryGetProperty("group_properties", out JsonElement groupProperties);
        if (evaluation.TryGetProperty("groups", out JsonElement named))
        {
            foreach (JsonProperty group in named.EnumerateObject())
            {
                string key = group.Value.ValueKind == JsonValueKind.String ? group.Value.GetString()! : group.Value.GetRawText();
                groups[group.Name] = new PostHogGroup(key, Properties(groupProperties, group.Name));
            }
        }

        return new PostHogContext(evaluation.GetProperty("distinct_id").GetString())
        {
            DeviceId = evaluation.TryGetProperty("device_id", out JsonElement device) ? device.GetString() : null,
            PersonProperties = person,
            Groups = groups,
        };
    }

    private static Dictionary<string, object?> Properties(JsonElement parent, string name)
    {
        var properties = new Dictionary<string, object?>();
        if (parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement members))
        {
            foreach (JsonProperty member in members.EnumerateObject())
            {
                properties[member.Name] = member.Value;
            }
        }

        return properties;
    }
}
