using System.Text.Json;

namespace PostHogFeatureManagement.Definitions.Sources;

/// <summary>
/// What a payload is made of, without its values: <c>{"button":"string","sizes":["number"]}</c>. An object stays <c>"object"</c> when it is large or deep, and when
/// it is a dictionary: names that are no plain words can be data, such as the e-mails of an allow list.
/// </summary>
internal static class PayloadShape
{
    private const int MaxDepth = 4;
    private const int MaxMembers = 50;
    private const int MaxNameLength = 50;

    /// <summary>The shape as JSON. A list has the shapes of its items, each once.</summary>
    public static string Of(JsonElement payload) => Of(payload, MaxDepth);

    private static string Of(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object when depth > 0 && MembersOf(value) is { } members =>
            $"{{{string.Join(',', members.Select(member => $"\"{member.Key}\":{Of(member.Value, depth - 1)}"))}}}",
        JsonValueKind.Object => "\"object\"",
        JsonValueKind.Array when depth > 0 && value.GetArrayLength() > 0 =>
            $"[{string.Join(',', value.EnumerateArray().Select(item => Of(item, depth - 1)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}]",
        JsonValueKind.Array => "\"array\"",
        JsonValueKind.String => "\"string\"",
        JsonValueKind.Number => "\"number\"",
        JsonValueKind.True or JsonValueKind.False => "\"boolean\"",
        _ => "\"any\"",
    };

    /// <summary>The members in the order of their names; of two with one name, the last. Null when the object has none, or is no record.</summary>
    private static SortedDictionary<string, JsonElement>? MembersOf(JsonElement value)
    {
        var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (members.Count == MaxMembers || !IsWord(member.Name))
            {
                return null;
            }

            members[member.Name] = member.Value;
        }

        return members.Count == 0 ? null : members;
    }

    private static bool IsWord(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && (char.IsLetter(name[0]) || name[0] == '_')
        && name.All(static character => char.IsLetterOrDigit(character) || character is '_' or '-');
}
