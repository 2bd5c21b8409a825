using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>The caller of a recorded evaluation. Property values stay raw JSON.</summary>
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
                groups[group.Name] = new PostHogGroup(Id(group.Value) ?? string.Empty, Properties(groupProperties, group.Name));
            }
        }

        return new PostHogContext(Id(evaluation.GetProperty("distinct_id")))
        {
            DeviceId = evaluation.TryGetProperty("device_id", out JsonElement device) ? Id(device) : null,
            PersonProperties = person,
            Groups = groups,
        };
    }

    /// <summary>An ID can be a string or a number. Any other value means that the caller is unknown.</summary>
    private static string? Id(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

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
