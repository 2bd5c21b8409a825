using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Answers of <c>/flags</c> in every shape that PostHog has had (protocol §2.4, §2.5, §2.8).</summary>
internal sealed class RandomAnswers(Random random)
{
    private static readonly string?[] Codes =
        ["condition_match", "no_condition_match", "out_of_rollout_bound", "holdout_condition_value", "targeting_match", "experiment_paused", "timeout", "new", null];

    private readonly RandomJson _json = new(random);
    private readonly RandomPayloads _payloads = new(random);

    public JsonObject Next()
    {
        JsonObject answer = random.Next(10) switch
        {
            0 => new JsonObject { ["featureFlags"] = Values(), ["featureFlagPayloads"] = new JsonObject { [Key()] = Payload() } },
            1 => new JsonObject { ["featureFlags"] = new JsonArray([.. random.Many(0, 4, () => (JsonNode)Key())]) },
            _ => new JsonObject { ["flags"] = Records() },
        };
        answer["errorsWhileComputingFlags"] = random.Percent(20);
        answer["requestId"] = random.Percent(80) ? new Guid(random.Next(), 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]).ToString() : _json.Next();
        answer["evaluatedAt"] = random.Percent(80) ? 1767225600123 : _json.Next();
        if (random.Percent(5))
        {
            // Not the quota for flags: after such an answer nobody is asked for a while.
            answer["quotaLimited"] = new JsonArray("recordings");
        }

        return answer;
    }

    private static JsonObject Members(IEnumerable<KeyValuePair<string, JsonNode?>> members)
    {
        var result = new JsonObject();
        foreach ((string name, JsonNode? value) in members)
        {
            result[name] = value;
        }

        return result;
    }

    private string Key() => random.Percent(95) ? RandomNames.Flag(random.Next(5)) : new RandomText(random).Next();

    private JsonObject Values() => Members(random.Many(0, 4, () => KeyValuePair.Create(Key(), Value())));

    private JsonObject Records() => Members(random.Many(0, 5, () => KeyValuePair.Create(Key(), (JsonNode?)Record())));

    private JsonNode? Value() => random.Next(5) switch
    {
        0 or 1 => random.Percent(50),
        2 or 3 => random.Pick(RandomNames.Variants),
        _ => _json.Next(),
    };

    private JsonObject Record()
    {
        var record = new JsonObject
        {
            ["key"] = Key(),
            ["reason"] = new JsonObject { ["code"] = random.Pick(Codes), ["condition_index"] = random.Next(-1, 4), ["description"] = "Matched condition set 1" },
            ["metadata"] = new JsonObject { ["id"] = random.Next(), ["version"] = random.Next(9), ["payload"] = Payload(), ["has_experiment"] = random.Percent(50) },
        };
        if (random.Percent(20))
        {
            record["value"] = Value();
        }
        else
        {
            record["enabled"] = random.Percent(70);
            record["variant"] = random.Percent(50) ? random.Pick(RandomNames.Variants) : null;
        }

        if (random.Percent(10))
        {
            record["failed"] = random.Percent(80);
        }

        return record;
    }

    private JsonNode? Payload() => random.Next(4) switch
    {
        0 => null,
        1 => _payloads.Next(),
        _ => _payloads.Next().ToJsonString(),
    };
}
