using PostHogFeatureManagement.Generators.Json;

namespace PostHogFeatureManagement.Generators.Files;

/// <summary>Reads what the file says about a payload: a kind, an object of members, or a list of the shapes of its items.</summary>
internal static class PayloadReader
{
    public static PayloadShape Read(JsonValue json) => json.Kind switch
    {
        JsonKind.Object => PayloadShape.OfMembers(json.Members.Select(static member => new PayloadMember(member.Name, Read(member.Value)))),
        JsonKind.Array => PayloadShape.Of(PayloadKind.List, json.Items.Select(Read).Aggregate(PayloadShape.Unknown, PayloadShape.Merge)),
        JsonKind.String => PayloadShape.Of(KindOf(json.Text)),
        _ => PayloadShape.Unknown,
    };

    private static PayloadKind KindOf(string text) => text switch
    {
        "object" => PayloadKind.Object,
        "array" => PayloadKind.List,
        "string" => PayloadKind.Text,
        "number" => PayloadKind.Number,
        "boolean" => PayloadKind.Boolean,
        _ => PayloadKind.Unknown,
    };
}
