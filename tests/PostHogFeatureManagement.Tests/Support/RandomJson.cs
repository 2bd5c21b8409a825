using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>JSON of any shape, for places that expect something else.</summary>
internal sealed class RandomJson(Random random)
{
    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "2", "-1", "3.5", "33.34", "100", "100.0", "1e2", "1E+2", "0.1", "-0.0", "1e-400", "1e400", "-1e400", "1.7976931348623157e308",
        "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "18446744073709551616", "123456789012345678901234567890.5", "4.9e-324", "50", "99.999999",
    ];

    private readonly RandomText _text = new(random);

    public JsonNode? Next(int depth = 2) => random.Next(depth <= 0 ? 6 : 9) switch
    {
        0 => null,
        1 => random.Percent(50),
        2 or 3 => Number(),
        4 or 5 => _text.Next(),
        6 or 7 => new JsonArray([.. random.Many(0, 4, () => Next(depth - 1))]),
        _ => Object(depth),
    };

    public JsonNode Number() => JsonNode.Parse(random.Pick(Numbers))!;

    private JsonObject Object(int depth)
    {
        var members = new JsonObject();
        for (int i = random.Next(4); i > 0; i--)
        {
            members[random.Pick(RandomNames.Members)] = Next(depth - 1);
        }

        return members;
    }
}
