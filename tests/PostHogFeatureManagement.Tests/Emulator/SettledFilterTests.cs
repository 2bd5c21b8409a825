using System.Text.Json;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>Where the engine has no result, the emulated server has one, and at the filter that has none.</summary>
[Trait("Promise", "EM-01")]
public sealed class SettledFilterTests
{
    private const string Needs2 = """{ "key": "app", "type": "person", "operator": "semver_gte", "value": "2.0.0" }""";
    private const string InOldApps = """{ "key": "id", "type": "cohort", "operator": "in", "value": 1 }""";
    private const string OldApps = """{ "type": "OR", "values": [ { "key": "app", "type": "person", "operator": "semver_lt", "value": "2.0.0" } ] }""";
    private const string NotOldApps =
        """{ "type": "AND", "values": [ { "key": "app", "type": "person", "operator": "semver_lt", "value": "2.0.0", "negation": true } ] }""";

    [Theory]
    [InlineData("needs2", false)]
    [InlineData("without-needs2", true)]
    [InlineData("not-in-old", true)]
    [InlineData("in-old", false)]
    [InlineData("in-negated", true)]
    [InlineData("first-of-two", true)]
    public async Task Evaluate_UnreadableVersion_DecidesAtTheFilter(string key, bool isOn)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync($$"""
            { "flags": [
                {{Flag("needs2", Needs2)}},
                {{Flag("without-needs2", """{ "key": "needs2", "type": "flag", "operator": "flag_evaluates_to", "value": false }""")}},
                {{Flag("not-in-old", InOldApps.Replace("\"in\"", "\"not_in\"", StringComparison.Ordinal))}},
                {{Flag("in-old", InOldApps)}},
                {{Flag("in-negated", InOldApps.Replace("1", "2", StringComparison.Ordinal))}},
                { "key": "first-of-two", "active": true, "filters": { "groups": [ { "properties": [ {{Needs2}} ] }, {} ] } }
              ],
              "cohorts": { "1": {{OldApps}}, "2": {{NotOldApps}} } }
            """);

        JsonElement record = await RecordAsync(running, key, """
            "distinct_id": "ada", "person_properties": { "app": "unknown" }
            """);

        Assert.Equal(isOn, record.GetProperty("enabled").GetBoolean());
        Assert.False(record.TryGetProperty("failed", out _));
    }

    [Theory]
    [InlineData("""{ "version": 2, "return_type": "boolean", "default_value": true, "rules": [] }""")]
    [InlineData("""{ "version": 2 }""")]
    public async Task Evaluate_DependencyOnAFlagWithRules_SeesFalse(string filters)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync($$"""
            { "flags": [
                { "key": "rules", "active": true, "filters": {{filters}} },
                {{Flag("without", """{ "key": "rules", "type": "flag", "operator": "flag_evaluates_to", "value": false }""")}} ] }
            """);

        Assert.True((await RecordAsync(running, "without", "\"distinct_id\": \"ada\"")).GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task Evaluate_DependencyOnAnUnreadableFlag_FailsToo()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync($$"""
            { "flags": [
                { "key": "unreadable", "active": true, "filters": { "groups": [ { "properties": [ { "key": "a", "operator": "bigger", "value": 1 } ] }, {} ] } },
                {{Flag("dependent", """{ "key": "unreadable", "type": "flag", "operator": "flag_evaluates_to", "value": true }""")}} ] }
            """);

        Assert.True((await RecordAsync(running, "unreadable", "\"distinct_id\": \"ada\"")).GetProperty("failed").GetBoolean());
        Assert.True((await RecordAsync(running, "dependent", "\"distinct_id\": \"ada\"")).GetProperty("failed").GetBoolean());
    }

    [Theory]
    [InlineData("""{ "type": "moon", "key": "a", "value": 1 }""")]
    [InlineData("""{ "type": "person", "operator": "exact", "value": 1 }""")]
    public async Task Evaluate_UnreadableFilterBesideAnOpenCondition_Fails(string filter)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync($$"""
            { "flags": [ { "key": "f", "active": true, "filters": { "groups": [ { "properties": [ {{filter}} ] }, {} ] } } ] }
            """);

        Assert.True((await RecordAsync(running, "f", "\"distinct_id\": \"ada\"")).GetProperty("failed").GetBoolean());
    }

    [Fact]
    public async Task Evaluate_CohortOperatorThatNeverMatches_DecidesTheOtherConditions()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""
            { "flags": [ { "key": "f", "active": true, "filters": { "groups": [
                { "properties": [ { "key": "id", "type": "cohort", "operator": "exact", "value": 1 } ] }, {} ] } } ], "cohorts": { "1": {} } }
            """);

        Assert.Equal(1, (await RecordAsync(running, "f", "\"distinct_id\": \"ada\"")).GetProperty("reason").GetProperty("condition_index").GetInt32());
    }

    [Fact]
    public async Task Evaluate_EmptyDistinctId_IsInTheRolloutWithTheFirstVariant()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""
            { "flags": [
                { "key": "half", "active": true, "filters": { "groups": [ { "rollout_percentage": 50 } ] } },
                { "key": "headline", "active": true, "filters": { "groups": [ { "rollout_percentage": 1 } ], "multivariate": { "variants": [
                  { "key": "bold", "rollout_percentage": 50 }, { "key": "plain", "rollout_percentage": 50 } ] } } } ] }
            """);

        Assert.True((await RecordAsync(running, "half", "\"distinct_id\": \"\"")).GetProperty("enabled").GetBoolean());
        Assert.Equal("bold", (await RecordAsync(running, "headline", "\"distinct_id\": \"\"")).GetProperty("variant").GetString());
    }

    [Fact]
    public async Task Evaluate_HoldoutOfADeviceFlagWithoutDevice_HashesTheDistinctId()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""
            { "flags": [ { "key": "f", "active": true, "bucketing_identifier": "device_id", "filters": {
                "holdout": { "id": 7, "exclusion_percentage": 50 }, "groups": [ {} ] } } ] }
            """);
        string[] ids = [.. Enumerable.Range(0, 20).Select(number => $"person-{number}")];

        var held = new List<bool>();
        foreach (string id in ids)
        {
            JsonElement record = await RecordAsync(running, "f", $"\"distinct_id\": \"{id}\"");
            held.Add(record.GetProperty("variant").GetString() == "holdout-7");
        }

        Assert.Equal(ids.Select(static id => Bucketing.Hash(Bucketing.HoldoutPrefix, id, Bucketing.RolloutSalt) <= 0.5), held);
    }

    private static string Flag(string key, string filter) =>
        $$"""{ "key": "{{key}}", "active": true, "filters": { "groups": [ { "properties": [ {{filter}} ] } ] } }""";

    private static async Task<JsonElement> RecordAsync(RunningEmulator running, string key, string members) =>
        (await running.FlagsAsync(members)).GetProperty("flags").GetProperty(key);
}
