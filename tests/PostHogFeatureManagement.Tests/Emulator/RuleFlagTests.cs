using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>Flags of configuration version 2: evaluated inside <c>/flags</c>, and not in the definitions (protocol §2.4, §2.8, §3.7).</summary>
[Trait("Promise", "EM-01")]
public sealed class RuleFlagTests
{
    private const string Id = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
    private const string Everyone = "[]";
    private const string Team = """[ { "key": "plan", "type": "person", "operator": "exact", "value": "team" } ]""";
    private const string NotTeam = """[ { "key": "plan", "type": "person", "operator": "exact", "value": "team", "negation": true } ]""";

    public static TheoryData<string, string, string, string, bool, string?, string?> Values => new()
    {
        { "boolean", "false", Targeted("true"), "targeting_match", true, null, null },
        { "boolean", "true", Targeted("false"), "targeting_match", false, null, null },
        { "string", "null", Targeted("\"bold\""), "targeting_match", true, "bold", null },
        { "number", "null", Targeted("2.50"), "targeting_match", true, null, "2.50" },
        { "number", "null", Targeted("0"), "targeting_match", true, null, "0" },
        { "object", "null", Targeted("""{"columns":2}"""), "targeting_match", true, null, """{"columns":2}""" },
        { "object", "null", Targeted("{}", Team), "no_rule_match", false, null, null },
        { "boolean", "true", Targeted("false", Team), "no_rule_match", true, null, null },
        { "boolean", "false", Targeted("true", NotTeam), "targeting_match", true, null, null },
        { "boolean", "true", Rollout("false", 0, "return_default"), "rollout_miss", true, null, null },
        { "boolean", "true", Rollout("false", 0, "continue"), "no_rule_match", true, null, null },
        { "boolean", "false", $"{Rollout("false", 0, "continue")}, {Targeted("true")}", "targeting_match", true, null, null },
        { "string", "\"plain\"", Experiment(paused: true), "experiment_paused", true, "plain", null },
        { "string", "\"plain\"", Experiment(holdout: 100), "holdout", true, "plain", null },
        { "string", "\"plain\"", Experiment(), "targeting_match", true, "bold", null },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Post_Rules_GiveATypedValue(string type, string defaultValue, string rules, string code, bool isEnabled, string? variant, string? payload)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flags(type, defaultValue, rules));

        JsonElement record = await RecordAsync(running, "/flags?v=2");
        JsonElement typed = await RecordAsync(running, "/flags?v=3");

        Assert.Equal((isEnabled, variant), (record.GetProperty("enabled").GetBoolean(), record.GetProperty("variant").GetString()));
        Assert.Equal(payload, record.GetProperty("metadata").GetProperty("payload").GetString());
        Assert.Equal(code, typed.GetProperty("reason").GetProperty("code").GetString());
        Assert.Equal(2, typed.GetProperty("metadata").GetProperty("config_version").GetInt32());
        Assert.Equal(JsonValueKind.Null, typed.GetProperty("metadata").GetProperty("payload").ValueKind);
        string value = payload ?? (variant is null ? (isEnabled ? "true" : "false") : $"\"{variant}\"");
        Assert.Equal(type == "object" && payload is null ? "null" : value, typed.GetProperty("value").GetRawText());
    }

    [Theory]
    [InlineData("ada", "team", "targeted_release")]
    [InlineData("ada", "free", null)]
    public async Task Post_Targeting_LooksAtThePerson(string distinctId, string plan, string? ruleType)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flags("boolean", "false", Targeted("true", Team)));

        JsonElement typed = await RecordAsync(running, "/flags?v=3", $$"""
            "distinct_id": "{{distinctId}}", "person_properties": { "plan": "{{plan}}" }
            """);

        JsonElement metadata = typed.GetProperty("metadata");
        Assert.Equal(ruleType, metadata.TryGetProperty("rule_type", out JsonElement found) ? found.GetString() : null);
        Assert.Equal(ruleType is null ? null : Id, metadata.TryGetProperty("rule_id", out JsonElement id) ? id.GetString() : null);
    }

    [Fact]
    public async Task Post_ManyCallers_SplitsByTheSeed()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flags("boolean", "false", Rollout("true", 30, "return_default")));
        int on = 0;
        for (int caller = 0; caller < 200; caller++)
        {
            on += (await RecordAsync(running, "/flags?v=2", $"\"distinct_id\": \"user-{caller}\"")).GetProperty("enabled").GetBoolean() ? 1 : 0;
        }

        Assert.InRange(on, 40, 80);
    }

    [Theory]
    [InlineData("boolean", "\"no\"", "")]
    [InlineData("colour", "null", "")]
    [InlineData("boolean", "false", """{ "rule_type": "targeted_release", "value": true }""")]
    [InlineData("boolean", "false", $$"""{ "id": "{{Id}}", "rule_type": "percentage_rollout", "targeting": { "properties": [] }, "value": true }""")]
    public async Task Post_UnreadableRules_FailOnlyThatFlag(string type, string defaultValue, string rules)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flags(type, defaultValue, rules));

        JsonElement answer = await running.FlagsAsync("\"distinct_id\": \"ada\"");

        Assert.True(answer.GetProperty("flags").GetProperty("typed").GetProperty("failed").GetBoolean());
        Assert.False(answer.GetProperty("flags").GetProperty("dependent").TryGetProperty("failed", out _));
        JsonElement shown = await running.GetAsync("/_emulator/flags/typed");
        Assert.Contains("rules", Assert.Single(shown.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Definitions_FlagWithRules_IsLeftOut()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flags("boolean", "true", Targeted("true")));

        using HttpResponseMessage response = await running.GetDefinitionsAsync();

        JsonElement flag = Assert.Single((await RunningEmulator.JsonAsync(response)).GetProperty("flags").EnumerateArray());
        Assert.Equal("dependent", flag.GetProperty("key").GetString());
    }

    [Fact]
    public async Task Dependency_OnAFlagWithRules_SeesFalse()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flags("boolean", "true", Targeted("true")));

        JsonElement answer = await running.FlagsAsync("\"distinct_id\": \"ada\"");

        Assert.True(answer.GetProperty("flags").GetProperty("typed").GetProperty("enabled").GetBoolean());
        Assert.True(answer.GetProperty("flags").GetProperty("dependent").GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task SetRollout_FlagWithRules_ChangesTheRules()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flags("boolean", "false", Rollout("true", 0, "continue")));

        running.Emulator.SetRollout("typed", 100);

        Assert.True((await RecordAsync(running, "/flags?v=2")).GetProperty("enabled").GetBoolean());
    }

    private static async Task<JsonElement> RecordAsync(RunningEmulator running, string path, string members = "\"distinct_id\": \"ada\"") =>
        (await running.FlagsAsync(members, path)).GetProperty("flags").GetProperty("typed");

    private static string Flags(string type, string defaultValue, string rules) => $$"""
        { "flags": [
          { "id": 1, "key": "typed", "active": true, "filters":
            { "version": 2, "return_type": "{{type}}", "default_value": {{defaultValue}}, "rules": [ {{rules}} ] } },
          { "id": 2, "key": "dependent", "active": true, "filters": { "groups": [ { "properties": [
            { "key": "typed", "type": "flag", "operator": "flag_evaluates_to", "value": false, "dependency_chain": [ "typed" ] } ] } ] } } ] }
        """;

    private static string Targeted(string value, string properties = Everyone) =>
        $$"""{ "id": "{{Id}}", "rule_type": "targeted_release", "targeting": { "properties": {{properties}} }, "value": {{value}} }""";

    private static string Rollout(string value, int percentage, string miss) => $$"""
        { "id": "{{Id}}", "rule_type": "percentage_rollout", "targeting": { "properties": [] }, "value": {{value}}, "rollout_percentage": {{percentage}},
          "on_rollout_miss": "{{miss}}", "assignment_algorithm": "sha1_60_v1", "seed": "seed" }
        """;

    private static string Experiment(bool paused = false, int holdout = 0) => $$"""
        { "id": "{{Id}}", "rule_type": "experiment", "targeting": { "properties": [] }, "experiment_id": null, "paused": {{(paused ? "true" : "false")}},
          "rollout_percentage": 100, "on_rollout_miss": "continue", "assignment_algorithm": "sha1_60_v1", "seed": "seed",
          "variants": [ { "key": "bold", "weight": 100, "value": "bold" }, { "key": "none", "weight": 0, "value": "none" } ],
          "holdout": { "id": null, "seed": "held", "exclusion_percentage": {{holdout}} } }
        """;
}
