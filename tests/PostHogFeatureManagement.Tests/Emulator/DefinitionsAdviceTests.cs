using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>Definitions that cannot mean what they say are told, and small gaps in handwritten ones are filled.</summary>
[Trait("Promise", "EM-01")]
public sealed class DefinitionsAdviceTests
{
    private const string Open = """{ "groups": [ {} ] }""";

    [Theory]
    [InlineData("""{ "key": "f", "active": true }""", "off for everyone")]
    [InlineData("""{ "key": "f", "active": true, "filters": { "groups": [] } }""", "off for everyone")]
    [InlineData("""{ "key": "f", "filters": { "groups": [ {} ] } }""", "\"active\" is neither")]
    [InlineData("""{ "key": "f", "active": true, "filters": { "groups": [ { "rollout_percent": 20 } ] } }""", "Write \"rollout_percentage\"")]
    [InlineData("""{ "key": "f", "active": true, "filters": { "groups": [ { "rollout": 20 } ] } }""", "Write \"rollout_percentage\"")]
    [InlineData("""{ "key": "f", "active": true, "filters": { "groups": [ { "rolloutPercentage": 20 } ] } }""", "Write \"rollout_percentage\"")]
    [InlineData("""{ "key": "f", "active": true, "filters": { "groups": [ { "propertys": [] } ] } }""", "Write \"properties\"")]
    [InlineData("""{ "key": "f", "active": true, "filters": { "groups": [ { "properties": [ { "opertor": "gt" } ] } ] } }""", "Write \"operator\"")]
    [InlineData("""{ "key": "f", "active": true, "filters": { "groups": [ {} ], "payload": {} } }""", "Write \"payloads\"")]
    [InlineData("""{ "key": "f", "active": true, "filter": { "groups": [ {} ] } }""", "Write \"filters\"")]
    [InlineData("""{ "key": "f", "active": true, "filters": { "groups": [ { "properties": [ { "key": "a", "operator": "x" } ] } ] } }""", "UnknownOperator")]
    [InlineData("""{ "key": "f", "active": true, "filters": { "version": 7 } }""", "cannot be read")]
    public async Task Flag_ThatCannotMeanWhatItSays_IsTold(string flag, string expected)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync($$"""{ "flags": [ {{flag}} ] }""");

        JsonElement shown = await running.GetAsync("/_emulator/flags/f");

        Assert.Contains(shown.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($$"""{ "id": 1, "key": "f", "active": true, "filters": {{Open}} }""")]
    [InlineData($$"""{ "id": 1, "key": "f", "active": false, "filters": {} }""")]
    [InlineData($$"""{ "id": 1, "key": "f", "active": true, "created_by": {}, "tags": [], "rollout_percentage": null, "filters": {{Open}} }""")]
    public async Task Flag_ThatIsFine_IsNotTold(string flag)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync($$"""{ "flags": [ {{flag}} ] }""");

        Assert.Empty((await running.GetAsync("/_emulator/flags/f")).GetProperty("warnings").EnumerateArray());
    }

    [Theory]
    [InlineData("\"base\"", "", "base")]
    [InlineData("\"middle\"", "", "base middle")]
    [InlineData("\"2\"", "", "base middle")]
    [InlineData("2", "", "base middle")]
    [InlineData("\"gone\"", "", "")]
    [InlineData("\"circle\"", "", "")]
    [InlineData("\"middle\"", ", \"dependency_chain\": []", "")]
    public async Task Dependency_ByKeyOrNumberWithoutChain_IsCompleted(string target, string chain, string expected)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync($$"""
            { "flags": [ { "id": 1, "key": "base", "active": true, "filters": {{Open}} }, {{Dependent(2, "middle", "\"base\"")}},
                         {{Dependent(3, "top", target, chain)}}, {{Dependent(4, "circle", "\"round\"")}}, {{Dependent(5, "round", "\"circle\"")}} ] }
            """);

        using HttpResponseMessage response = await running.GetDefinitionsAsync();
        JsonElement top = (await RunningEmulator.JsonAsync(response)).GetProperty("flags")[2];
        JsonElement answer = (await running.FlagsAsync("\"distinct_id\": \"ada\"")).GetProperty("flags").GetProperty("top");

        JsonElement dependency = top.GetProperty("filters").GetProperty("groups")[0].GetProperty("properties")[0];
        Assert.Equal(expected, string.Join(' ', dependency.GetProperty("dependency_chain").EnumerateArray().Select(static key => key.GetString())));
        Assert.Equal(expected.Length > 0, answer.GetProperty("enabled").GetBoolean());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task Definitions_Empty_HaveNoFlags(string definitions)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(definitions);

        Assert.Empty((await running.GetAsync("/_emulator/flags")).GetProperty("flags").EnumerateArray());
    }

    private static string Dependent(int id, string key, string target, string more = "") => $$"""
        { "id": {{id}}, "key": "{{key}}", "active": true, "filters": { "groups": [ { "properties": [
            { "key": {{target}}, "type": "flag", "operator": "flag_evaluates_to", "value": true {{more}} } ] } ] } }
        """;
}
