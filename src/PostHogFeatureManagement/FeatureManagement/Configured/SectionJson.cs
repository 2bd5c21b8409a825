using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// Converts a configuration section to JSON. Configuration holds only text, so scalars become JSON strings. Children numbered from zero become an array.
/// </summary>
internal static class SectionJson
{
    public static JsonElement ToJson(IConfigurationSection section) => JsonElement.Parse(ToNode(section)?.ToJsonString() ?? "null");

    private static JsonNode? ToNode(IConfigurationSection section)
    {
        IConfigurationSection[] children = [.. section.GetChildren()];
        if (children.Length == 0)
        {
            return section.Value is null ? null : JsonValue.Create(section.Value);
        }

        bool isArray = children.Index().All(static child => child.Item.Key == child.Index.ToString(CultureInfo.InvariantCulture));
        return isArray
            ? new JsonArray([.. children.Select(ToNode)])
            : new JsonObject(children.Select(static child => KeyValuePair.Create(child.Key, ToNode(child))));
    }
}
