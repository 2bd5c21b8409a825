using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Payloads that applications bind: settings, texts, lists, and names that configuration reads in its own way.</summary>
internal sealed class RandomPayloads(Random random)
{
    private static readonly string[] Names =
        ["columns", "Columns", "title", "ratio", "on", "limit", "list", "map", "inner", "none", "a:b", "09:00", "", "0", "1", ":", "a:", "größe", "__proto__"];

    private readonly RandomJson _json = new(random);
    private readonly RandomText _text = new(random);

    public JsonNode Next(int depth = 3)
    {
        var members = new JsonObject();
        for (int count = random.Next(6); count > 0; count--)
        {
            string name = random.Pick(Names);
            members[name] = name switch
            {
                "columns" or "limit" => random.Next(100),
                "title" => _text.Next(),
                "ratio" => _json.Number(),
                "on" => random.Percent(50),
                "list" => new JsonArray([.. random.Many(0, 4, () => (JsonNode?)random.Next(9))]),
                "map" or "inner" when depth > 0 => Next(depth - 1),
                _ => _json.Next(),
            };
        }

        return members;
    }
}
