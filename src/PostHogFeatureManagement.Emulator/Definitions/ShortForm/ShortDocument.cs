using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Emulator.Definitions.ShortForm;

/// <summary>
/// The short form of a handwritten document: a member for each flag, such as <c>"beta": true</c>, beside the members of PostHog's own form.
/// </summary>
internal static class ShortDocument
{
    private const string Flags = "flags";
    private const string Help =
        """Write { "beta": true, "headline": { "bold": 50, "plain": 50 } } or { "flags": [ … ] }, the format of PostHog's /flags/definitions.""";

    private static readonly string[] OwnMembers =
        [Flags, "cohorts", "group_type_mapping", "minimal_flag_called_events", "property_matching_version", ServerKnowledge.StaticCohorts];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Makes PostHog's form of the document. Beside PostHog's own flags, a member that cannot be a flag in the short form may be one of PostHog's, and stays.
    /// </summary>
    /// <returns>The problem, as the end of a sentence that starts with the document's name. Null if there is none.</returns>
    public static string? Expand(JsonObject document)
    {
        bool isShort = !document.ContainsKey(Flags);
        if (isShort)
        {
            document[Flags] = new JsonArray();
        }

        if (document[Flags] is not JsonArray)
        {
            return $"has no \"flags\" array. {Help}";
        }

        foreach ((string key, JsonNode? value) in document.Where(static member => !OwnMembers.Contains(member.Key)).ToArray())
        {
            if (ShortFlag.Expand(key, value, out string? problem) is { } flag)
            {
                document.Remove(key);
                if (!FlagEdit.TryAppend(document, flag))
                {
                    return $"has two flags with the key \"{key}\".";
                }
            }
            else if (ShortFlag.IsMeant(value))
            {
                return $"cannot be used: the flag \"{key}\" {problem}";
            }
            else if (isShort)
            {
                return $"has no \"flags\" array, and its member \"{key}\" {problem} {Help}";
            }
        }

        return null;
    }

    /// <summary>The document with every flag in the short form that can have it, one line for each.</summary>
    public static string Write(JsonObject document)
    {
        var lines = new List<string>();
        var others = new List<string>();
        foreach (JsonNode? node in document[Flags]!.AsArray())
        {
            string? key = (node as JsonObject)?["key"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
            if (key is not null && !OwnMembers.Contains(key) && ShortFlag.Shorten(node!.AsObject()) is { } flag)
            {
                lines.Add(Line(key, flag));
            }
            else
            {
                others.Add($"    {Text(node)}");
            }
        }

        if (others.Count > 0)
        {
            lines.Add($"\"{Flags}\": [\n{string.Join(",\n", others)}\n  ]");
        }

        lines.AddRange(document.Where(static member => member.Key != Flags).Select(static member => Line(member.Key, member.Value)));
        return lines.Count == 0 ? "{}\n" : $"{{\n  {string.Join(",\n  ", lines)}\n}}\n";
    }

    private static string Line(string name, JsonNode? value) => $"{JsonSerializer.Serialize(name, Readable)}: {Text(value)}";

    private static string Text(JsonNode? value) => value?.ToJsonString(Readable) ?? "null";
}
