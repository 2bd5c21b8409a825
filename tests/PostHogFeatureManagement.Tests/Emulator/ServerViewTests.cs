using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>The emulated server knows all of a person's properties and always decides.</summary>
[Trait("Promise", "EM-01")]
public sealed class ServerViewTests
{
    [Fact]
    public async Task KnownPerson_StoredProperty_Matches()
    {
        await using RunningEmulator running = await StartWithAdaAsync(RunningEmulator.TwoFlags);

        Assert.True(await IsOnAsync(running, "team-plan", "\"distinct_id\": \"ada\""));
        Assert.False(await IsOnAsync(running, "team-plan", "\"distinct_id\": \"grace\""));
    }

    [Fact]
    public async Task KnownPerson_PropertyInRequest_OverridesStoredOne()
    {
        await using RunningEmulator running = await StartWithAdaAsync(RunningEmulator.TwoFlags);

        Assert.False(await IsOnAsync(running, "team-plan", """
            "distinct_id": "ada", "person_properties": { "plan": "free" }
            """));
        Assert.True(await IsOnAsync(running, "team-plan", """
            "distinct_id": "grace", "person_properties": { "plan": "team" }
            """));
    }

    [Fact]
    public async Task Evaluate_MissingProperty_CountsAsAbsentNotUnknown()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flag("""
            "groups": [ { "properties": [ { "key": "plan", "type": "person", "operator": "is_not", "value": "team" } ], "rollout_percentage": 100 } ]
            """));

        Assert.True(await IsOnAsync(running, "f", "\"distinct_id\": \"grace\""));
    }

    [Fact]
    public async Task GroupFlag_GroupInRequest_MatchesKeyAndProperties()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flag("""
            "aggregation_group_type_index": 0, "groups": [ { "properties": [
              { "key": "tier", "type": "group", "group_type_index": 0, "operator": "exact", "value": "gold" } ], "rollout_percentage": 100 } ]
            """));

        Assert.True(await IsOnAsync(running, "f", """
            "distinct_id": "ada", "groups": { "workspace": 42 }, "group_properties": { "workspace": { "tier": "gold" } }
            """));
        Assert.Equal("no_group_type", await ReasonAsync(running, "\"distinct_id\": \"ada\""));
    }

    [Fact]
    public async Task StaticCohort_ListedInTheDefinitions_HasThoseMembers()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flag(
            """
            "groups": [ { "properties": [ { "key": "id", "type": "cohort", "operator": "in", "value": 7 } ], "rollout_percentage": 100 } ]
            """,
            """
            , "static_cohorts": { "7": ["ada"] }
            """));

        Assert.True(await IsOnAsync(running, "f", "\"distinct_id\": \"ada\""));
        Assert.False(await IsOnAsync(running, "f", "\"distinct_id\": \"grace\""));
    }

    [Fact]
    public async Task UnknownCohort_AnyPerson_HasNoMembers()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flag("""
            "groups": [ { "properties": [ { "key": "id", "type": "cohort", "operator": "in", "value": 9 } ], "rollout_percentage": 100 } ]
            """));

        Assert.Equal("no_condition_match", await ReasonAsync(running, "\"distinct_id\": \"ada\""));
    }

    [Fact]
    public async Task ExperienceContinuity_FlagIsOn_ServerDecides()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""
            { "flags": [ { "id": 1, "key": "f", "active": true, "ensure_experience_continuity": true,
                "filters": { "groups": [ { "properties": [], "rollout_percentage": 100 } ] } } ] }
            """);

        Assert.True(await IsOnAsync(running, "f", "\"distinct_id\": \"ada\""));
    }

    [Fact]
    public async Task MissingDependency_InACondition_IsOffWithReason()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flag("""
            "groups": [ { "properties": [
              { "key": "gone", "type": "flag", "operator": "flag_evaluates_to", "value": true, "dependency_chain": [] } ], "rollout_percentage": 100 } ]
            """));

        Assert.Equal("missing_dependency", await ReasonAsync(running, "\"distinct_id\": \"ada\""));
    }

    [Fact]
    public async Task UnknownFormat_OneFlag_FailsOnlyThatFlag()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""
            { "flags": [ { "id": 1, "key": "future", "active": true, "filters": { "version": 9, "groups": [] } },
                         { "id": 2, "key": "f", "active": true, "filters": { "groups": [ { "properties": [], "rollout_percentage": 100 } ] } } ] }
            """);

        JsonElement answer = await running.FlagsAsync("\"distinct_id\": \"ada\"");

        Assert.True(answer.GetProperty("flags").GetProperty("future").GetProperty("failed").GetBoolean());
        Assert.True(answer.GetProperty("errorsWhileComputingFlags").GetBoolean());
        Assert.True(answer.GetProperty("flags").GetProperty("f").GetProperty("enabled").GetBoolean());
    }

    [Theory]
    [InlineData(""" "aggregation_group_type_index": 3, "groups": [ {} ] """)]
    [InlineData(""" "groups": [ { "aggregation_group_type_index": 3 } ] """)]
    public async Task GroupType_MappingLacksIt_IsOffAndDependantsSeeFalse(string filters)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync($$"""
            { "flags": [ { "id": 1, "key": "f", "active": true, "filters": { {{filters}} } },
                         { "id": 2, "key": "dependent", "active": true, "filters": { "groups": [ { "properties": [
                           { "key": "f", "type": "flag", "operator": "flag_evaluates_to", "value": false } ] } ] } } ] }
            """);

        Assert.Equal("no_group_type", await ReasonAsync(running, "\"distinct_id\": \"ada\""));
        Assert.True(await IsOnAsync(running, "dependent", "\"distinct_id\": \"ada\""));
    }

    [Theory]
    [InlineData(""" "$browser": "Firefox" """, true)]
    [InlineData(""" "$browser": "Firefox", "$initial_browser": "Safari" """, false)]
    [InlineData(""" "$os": "Linux" """, false)]
    public async Task InitialProperty_NotGiven_IsFilledFromThePlainOne(string properties, bool isOn)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flag("""
            "groups": [ { "properties": [ { "key": "$initial_browser", "type": "person", "operator": "exact", "value": "Firefox" } ] } ]
            """));

        Assert.Equal(isOn, await IsOnAsync(running, "f", $$"""
            "distinct_id": "ada", "person_properties": { {{properties}} }
            """));
    }

    [Fact]
    public async Task UnknownOperator_BesideAnOpenCondition_FailsTheFlag()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Flag("""
            "groups": [ { "properties": [ { "key": "plan", "type": "person", "operator": "bigger", "value": 1 } ] }, {} ]
            """));

        JsonElement flag = (await running.FlagsAsync("\"distinct_id\": \"ada\"")).GetProperty("flags").GetProperty("f");

        Assert.True(flag.GetProperty("failed").GetBoolean());
    }

    private static string Flag(string filters, string more = "") => $$"""
        { "flags": [ { "id": 1, "key": "f", "active": true, "filters": { {{filters}} } } ], "group_type_mapping": { "0": "workspace" }, "cohorts": {} {{more}} }
        """;

    private static Task<RunningEmulator> StartWithAdaAsync(string definitions) => RunningEmulator.StartAsync(options =>
    {
        options.Definitions = definitions;
        options.Persons["ada"] = new Dictionary<string, object?> { ["plan"] = "team" };
    });

    private static async Task<bool> IsOnAsync(RunningEmulator running, string key, string members) =>
        (await running.FlagsAsync(members)).GetProperty("flags").GetProperty(key).GetProperty("enabled").GetBoolean();

    private static async Task<string?> ReasonAsync(RunningEmulator running, string members) =>
        (await running.FlagsAsync(members)).GetProperty("flags").GetProperty("f").GetProperty("reason").GetProperty("code").GetString();
}
