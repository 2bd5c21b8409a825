using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Tests.FeatureManagement.Features;

/// <summary>Small payloads of everything that configuration treats in a way of its own: colons, letter case, empty arrays and objects, null.</summary>
internal static class RandomPayload
{
    private static readonly string[] Names = ["a", "A", "b", "a:b", "b:a", "a:B:c", ":", "", "0", "1", "10", "09:00"];

    public static string Of(Random random) => JsonSerializer.Serialize(Node(random, depth: 0));

    private static JsonNode? Node(Random random, int depth) => random.Next(depth > 3 ? 4 : 8) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonValue.Create(random.Next(100) / 4.0),
        3 => JsonValue.Create(new string('x', random.Next(3))),
        4 or 5 => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Node(random, depth + 1))]),
        _ => new JsonObject(random.GetItems(Names, random.Next(4)).Distinct().Select(name => KeyValuePair.Create(name, Node(random, depth + 1)))),
    };
}
