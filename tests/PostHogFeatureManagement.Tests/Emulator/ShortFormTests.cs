using System.Net;
using System.Text.Json;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-06")]
public sealed class ShortFormTests
{
    private const string FiveLines = """
        {
          "beta": true,
          "headline": { "bold": 50, "plain": 50 },
          "sale": { "rollout": 100, "when": { "plan": "scale" }, "payload": { "percent": 15 } }
        }
        """;

    [Theory]
    [InlineData("beta", "free", "on")]
    [InlineData("sale", "scale", "on")]
    [InlineData("sale", "free", "off")]
    public async Task Definitions_FiveLines_AreEvaluated(string key, string plan, string expected)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(FiveLines);

        JsonElement record = await RecordAsync(running, key, $$""" "person_properties": { "plan": "{{plan}}" } """);

        Assert.Equal(expected, record.GetProperty("enabled").GetBoolean() ? "on" : "off");
    }

    [Fact]
    public async Task Definitions_WeightsOfVariants_GiveEachVariantItsShare()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(FiveLines);

        var variants = new HashSet<string?>();
        for (int number = 0; number < 20; number++)
        {
            JsonElement answer = await running.FlagsAsync($"\"distinct_id\": \"person-{number}\"");
            variants.Add(answer.GetProperty("flags").GetProperty("headline").GetProperty("variant").GetString());
        }

        Assert.Equal(["bold", "plain"], variants.Order());
    }

    [Fact]
    public async Task Payload_AnyJson_IsSentAsText()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(FiveLines);

        JsonElement record = await RecordAsync(running, "sale", """ "person_properties": { "plan": "scale" } """);

        Assert.Equal("""{"percent":15}""", record.GetProperty("metadata").GetProperty("payload").GetString());
    }

    [Theory]
    [InlineData("""{ "f": { "when": { "age": { "gt": 18 }, "plan": ["team", "scale"] } } }""", true)]
    [InlineData("""{ "f": { "when": { "age": { "gt": 21 }, "plan": ["team", "scale"] } } }""", false)]
    [InlineData("""{ "f": { "when": { "age": { "gt": 18 }, "plan": "free" } } }""", false)]
    [InlineData("""{ "f": { "active": false } }""", null)]
    [InlineData("""{ "f": false }""", null)]
    [InlineData("""{ "f": { "rollout": 0 } }""", false)]
    [InlineData("""{ "f": { "name": "F", "variants": { "rollout": 100 }, "payloads": { "rollout": [1] } } }""", true)]
    public async Task Definitions_EachMember_MeansWhatItSays(string definitions, bool? isOn)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(definitions);

        JsonElement flags = (await running.FlagsAsync("""
            "distinct_id": "ada", "person_properties": { "age": 20, "plan": "team" }
            """)).GetProperty("flags");

        Assert.Equal(isOn, flags.TryGetProperty("f", out JsonElement record) ? record.GetProperty("enabled").GetBoolean() : null);
    }

    [Fact]
    public async Task Definitions_BothForms_AreOneListWithNumbers()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""
            {
              "beta": true,
              "flags": [ { "id": 7, "key": "long", "active": true, "filters": { "groups": [ {} ] } } ],
              "group_type_mapping": {}, "future_setting": { "of": "PostHog" }, "other": 3
            }
            """);

        using HttpResponseMessage response = await running.GetDefinitionsAsync();
        JsonElement sent = await RunningEmulator.JsonAsync(response);

        Assert.Equal(
            [("long", 7), ("beta", 8)],
            sent.GetProperty("flags").EnumerateArray().Select(static flag => (flag.GetProperty("key").GetString()!, flag.GetProperty("id").GetInt32())));
    }

    [Theory]
    [InlineData("""{ "beta": "yes" }""", "its member \"beta\" is neither true nor false")]
    [InlineData("""{ "beta": { "bold": 150 } }""", "\"beta\" is neither true nor false")]
    [InlineData("""{ "beta": {} }""", "\"beta\" is neither true nor false")]
    [InlineData("""{ "beta": { "rollout": "20" } }""", "the flag \"beta\" must have a number from 0 to 100 in \"rollout\"")]
    [InlineData("""{ "beta": { "rollout": 20, "percent": 3 } }""", "the flag \"beta\" has the unknown member \"percent\"")]
    [InlineData("""{ "beta": { "when": "scale" } }""", "must have properties in \"when\"")]
    [InlineData("""{ "beta": { "when": { "plan": null } } }""", "must have properties in \"when\"")]
    [InlineData("""{ "beta": { "when": { "age": { "gt": 1, "lt": 9 } } } }""", "must have properties in \"when\"")]
    [InlineData("""{ "beta": { "variants": { "a": 50, "b": 50 }, "payload": 1 } }""", "Write \"payloads\"")]
    [InlineData("""{ "beta": { "variants": {} } }""", "must have percentages in \"variants\"")]
    [InlineData("""{ "beta": { "payloads": [] } }""", "must have an object in \"payloads\"")]
    [InlineData("""{ "beta": { "name": 1, "active": true } }""", "must have a text in \"name\"")]
    [InlineData("""{ "beta": { "active": 1 } }""", "must have true or false in \"active\"")]
    [InlineData("""{ "flags": [ { "key": "beta" } ], "beta": true }""", "has two flags with the key \"beta\"")]
    [InlineData("""{ "flags": true }""", "has no \"flags\" array")]
    [InlineData("[]", "is not an object")]
    public async Task Definitions_CannotMeanWhatTheySay_AreRefusedWithAdvice(string definitions, string advice)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(string.Empty);

        var exception = Assert.Throws<PostHogEmulatorException>(() => running.Emulator.ReplaceDefinitions(definitions));

        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advice_WeightsThatDoNotAddUp_AreTold()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""{ "sale": { "rolout": 20 } }""");

        JsonElement warning = Assert.Single((await running.GetAsync("/_emulator/flags/sale")).GetProperty("warnings").EnumerateArray());

        Assert.Contains("add up to 20", warning.GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_LongForm_IsWhatClientsGet()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(FiveLines);

        JsonElement exported = await running.GetAsync("/_emulator/definitions");
        running.Emulator.ReplaceDefinitions(exported.GetRawText());

        Assert.Equal(exported.GetRawText(), (await running.GetAsync("/_emulator/definitions")).GetRawText());
        Assert.Equal(exported.GetRawText(), running.Emulator.ExportDefinitions());
        Assert.Equal(["beta", "headline", "sale"], exported.GetProperty("flags").EnumerateArray().Select(static flag => flag.GetProperty("key").GetString()));
    }

    [Theory]
    [InlineData("""{"beta":true,"off":false,"headline":{"bold":50,"plain":50},"sale":{"rollout":20,"when":{"plan":"scale","age":{"gt":18}},"payload":{"percent":15}}}""")]
    [InlineData("""{"named":{"name":"N","rollout":5},"split":{"variants":{"a":50,"b":50},"payloads":{"a":[1,null]}},"dark":{"active":false,"rollout":5}}""")]
    [InlineData("""{"clash":{"variants":{"rollout":40,"name":60}},"any":{"when":{"plan":["team","scale"]}},"flags":[{"id":1,"key":"cohorts","active":true,"version":1,"filters":{"groups":[{}]}}]}""")]
    public async Task ShortForm_OfShortFlags_IsWhatWasWritten(string definitions)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(definitions);

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Get, "/_emulator/definitions?form=short");
        string text = await response.Content.ReadAsStringAsync(RunningEmulator.Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(definitions, JsonSerializer.Serialize(JsonElement.Parse(text)));
    }

    [Theory]
    [InlineData(""" "groups": [ {}, {} ] """)]
    [InlineData(""" "groups": [ { "variant": "a" } ] """)]
    [InlineData(""" "groups": [ { "properties": [ { "key": "id", "type": "cohort", "operator": "in", "value": 1 } ] } ] """)]
    [InlineData(""" "groups": [ { "properties": [ { "key": "a", "value": 1 }, { "key": "a", "value": 2 } ] } ] """)]
    [InlineData(""" "groups": [ {} ], "early_exit": true """)]
    public async Task ShortForm_FlagThatSaysMore_StaysLong(string filters)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync($$"""
            { "flags": [ { "key": "f", "active": true, "filters": { {{filters}} } } ], "cohorts": { "1": {} } }
            """);

        JsonElement text = await running.GetAsync("/_emulator/definitions?form=short");

        Assert.Equal("f", text.GetProperty("flags")[0].GetProperty("key").GetString());
        Assert.Equal(JsonValueKind.Object, text.GetProperty("cohorts").GetProperty("1").ValueKind);
        Assert.False(text.TryGetProperty("f", out _));
    }

    private static async Task<JsonElement> RecordAsync(RunningEmulator running, string key, string members) =>
        (await running.FlagsAsync($$""" "distinct_id": "ada", {{members}} """)).GetProperty("flags").GetProperty(key);
}
