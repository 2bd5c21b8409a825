using System.Net;
using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-03")]
public sealed class ControlTests
{
    [Fact]
    public async Task Put_Active_SwitchesTheFlagAndRaisesItsVersion()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Put, "/_emulator/flags/beta", """{ "active": false }""");

        JsonElement flag = await RunningEmulator.JsonAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(flag.GetProperty("active").GetBoolean());
        Assert.Equal(4, flag.GetProperty("version").GetInt32());
        JsonElement listed = await running.GetAsync("/_emulator/flags");
        Assert.False(listed.GetProperty("flags")[0].GetProperty("active").GetBoolean());
    }

    [Theory]
    [InlineData("beta", 25)]
    [InlineData("team-plan", 12.5)]
    [InlineData("empty", 40)]
    public async Task Put_Rollout_ChangesIt(string key, double rollout)
    {
        const string Empty = """ "flags": [ { "id": 9, "key": "empty", "active": true, "filters": { "groups": [] } }, """;
        string definitions = RunningEmulator.TwoFlags.Replace("\"flags\": [", Empty, StringComparison.Ordinal);
        await using RunningEmulator running = await RunningEmulator.StartAsync(definitions);

        using HttpResponseMessage response = await running.SendAsync(
            HttpMethod.Put, $"/_emulator/flags/{key}", FormattableString.Invariant($$"""{ "rollout": {{rollout}} }"""));

        Assert.Equal(rollout, (await RunningEmulator.JsonAsync(response)).GetProperty("rollout").GetDouble());
    }

    [Fact]
    public async Task SetRollout_OneConditionIsOpen_DoesNotChangeTargetedConditions()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""
            { "flags": [ { "id": 1, "key": "f", "active": true, "filters": { "groups": [
              { "properties": [ { "key": "plan", "type": "person", "operator": "exact", "value": "team" } ], "rollout_percentage": 100 },
              { "properties": [], "rollout_percentage": 50 } ] } } ] }
            """);

        running.Emulator.SetRollout("f", 0);

        JsonElement flag = (await running.GetAsync("/_emulator/definitions")).GetProperty("flags")[0];
        Assert.Equal(
            [100, 0],
            flag.GetProperty("filters").GetProperty("groups").EnumerateArray().Select(condition => condition.GetProperty("rollout_percentage").GetDouble()));
    }

    [Theory]
    [InlineData("""{ "active": "no" }""", "true or false")]
    [InlineData("""{ "rollout": 101 }""", "0 to 100")]
    [InlineData("""{ "rollout": "all" }""", "0 to 100")]
    [InlineData("""{ "enabled": true }""", "\"enabled\" cannot be changed here")]
    [InlineData("""{ "definition": true }""", "must be a flag in the format")]
    [InlineData("{}", "The body changes nothing")]
    [InlineData("nonsense", "JSON object")]
    public async Task Put_InvalidChange_Answers400WithAdviceAndChangesNothing(string body, string advice)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        string before = (await running.GetAsync("/_emulator/definitions")).GetRawText();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Put, "/_emulator/flags/beta", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        string error = (await RunningEmulator.JsonAsync(response)).GetProperty("error").GetString()!;
        Assert.Contains(advice, error, StringComparison.Ordinal);
        Assert.Contains("\"rollout\": 25", error, StringComparison.Ordinal);
        Assert.Equal(before, (await running.GetAsync("/_emulator/definitions")).GetRawText());
    }

    [Theory]
    [InlineData("""{ "key": "new" }""", HttpStatusCode.OK, true)]
    [InlineData("""{ "key": "beta" }""", HttpStatusCode.Conflict, false)]
    [InlineData("""{ "key": "" }""", HttpStatusCode.BadRequest, false)]
    [InlineData("""{ "name": "new" }""", HttpStatusCode.BadRequest, false)]
    public async Task Post_Flag_IsOnForEveryone(string body, HttpStatusCode expected, bool isOn)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Post, "/_emulator/flags", body);

        Assert.Equal(expected, response.StatusCode);
        JsonElement flags = (await running.FlagsAsync("\"distinct_id\": \"ada\"")).GetProperty("flags");
        Assert.Equal(isOn, flags.TryGetProperty("new", out JsonElement added) && added.GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task Post_FlagInEmptyDefinitions_HasANumber()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(string.Empty);

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Post, "/_emulator/flags", """{ "key": "first" }""");

        JsonElement flag = (await running.GetAsync("/_emulator/definitions")).GetProperty("flags")[0];
        Assert.Equal(("first", 1), (flag.GetProperty("key").GetString(), flag.GetProperty("id").GetInt32()));
    }

    [Fact]
    public async Task Put_Definition_ReplacesTheFlagAndKeepsItsNumber()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Put, "/_emulator/flags/beta", """
            { "definition": { "id": 99, "key": "other", "active": true, "filters": { "groups": [ { "rollout_percentage": 5 } ] } } }
            """);

        JsonElement changed = (await RunningEmulator.JsonAsync(response)).GetProperty("definition");
        Assert.Equal(
            ("beta", 1, 4, false),
            (changed.GetProperty("key").GetString()!, changed.GetProperty("id").GetInt32(), changed.GetProperty("version").GetInt32(), changed.TryGetProperty("name", out _)));
        Assert.Equal(5, (await running.GetAsync("/_emulator/flags/beta")).GetProperty("rollout").GetDouble());
    }

    [Fact]
    public async Task Delete_Flag_RemovesItUntilTheChangesAreUndone()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Delete, "/_emulator/flags/beta");
        using HttpResponseMessage again = await running.SendAsync(HttpMethod.Delete, "/_emulator/flags/beta");
        JsonElement flags = (await running.FlagsAsync("\"distinct_id\": \"ada\"")).GetProperty("flags");
        running.Emulator.ResetDefinitions();

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (response.StatusCode, again.StatusCode));
        Assert.False(flags.TryGetProperty("beta", out _));
        Assert.True((await running.GetAsync("/_emulator/flags/beta")).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Put_UnknownFlag_Answers404()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Put, "/_emulator/flags/nope", """{ "active": true }""");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Put_KeyWithSlashAndSpace_FindsTheFlag()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(
            """{ "flags": [ { "id": 1, "key": "a b/c", "active": true, "filters": { "groups": [] } } ] }""");

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Put, "/_emulator/flags/a%20b%2Fc", """{ "active": false }""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Delete_Flags_UndoesChanges()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Emulator.SetActive("beta", false);

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Delete, "/_emulator/flags");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.True((await running.GetAsync("/_emulator/flags/beta")).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Requests_ReadAndCleared_AreCountedPerEndpoint()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        using HttpResponseMessage one = await running.GetDefinitionsAsync();
        using HttpResponseMessage two = await running.GetDefinitionsAsync(secret: null);
        using HttpResponseMessage three = await running.PostFlagsAsync("\"distinct_id\": \"ada\"");

        JsonElement counts = await running.GetAsync("/_emulator/requests");
        using HttpResponseMessage cleared = await running.SendAsync(HttpMethod.Delete, "/_emulator/requests");

        Assert.Equal("""{"/flags":1,"/flags/definitions":2}""", counts.GetRawText());
        Assert.Equal(0, running.Emulator.RequestCount("/flags/definitions"));
    }

    [Fact]
    public async Task Persons_KnownPerson_ShowsEachFlagsAnswer()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(options =>
        {
            options.Definitions = RunningEmulator.TwoFlags;
            options.Persons["ada"] = new Dictionary<string, object?> { ["plan"] = "team", ["seats"] = 3 };
        });

        running.Emulator.SetActive("beta", false);

        JsonElement person = Assert.Single((await running.GetAsync("/_emulator/persons")).GetProperty("persons").EnumerateArray());

        Assert.Equal("flag_disabled", person.GetProperty("flags").GetProperty("beta").GetProperty("reason").GetProperty("code").GetString());
        Assert.Equal("ada", person.GetProperty("distinct_id").GetString());
        Assert.Equal("Feature flag is disabled", person.GetProperty("why").GetProperty("beta").GetString());
        Assert.Equal("Matched condition set 1: plan is team", person.GetProperty("why").GetProperty("team-plan").GetString());
        Assert.Equal(3, person.GetProperty("properties").GetProperty("seats").GetInt32());
        Assert.True(person.GetProperty("flags").GetProperty("team-plan").GetProperty("enabled").GetBoolean());
    }
}
