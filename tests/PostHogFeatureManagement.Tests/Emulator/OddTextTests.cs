using System.Net;
using System.Text;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>What is no text is replaced, as PostHog does, and never breaks the emulator (protocol §2.2).</summary>
[Trait("Promise", "EM-01")]
public sealed class OddTextTests
{
    private const string Half = "\\ud83d";

    public static TheoryData<string> OddEvents =>
    [
        $$"""{ "event": "a{{Half}}", "distinct_id": "ada" }""",
        $$"""{ "event": "a", "distinct_id": "ada{{Half}}" }""",
        $$"""{ "event": "a", "distinct_id": "ada", "properties": { "{{Half}}": 1 } }""",
        $$"""{ "event": "a", "distinct_id": "ada", "properties": { "nested": [ { "a{{Half}}b": "\ude00" } ] } }""",
        $$"""{ "event": "a", "distinct_id": "ada", "properties": { "$groups": { "workspace{{Half}}": "w{{Half}}" } } }""",
        $$"""{ "event": "a", "distinct_id": "ada", "timestamp": "{{Half}}", "other": "{{Half}}" }""",
        """{ "event": "a", "distinct_id": "ada", "properties": { "amount": NaN, "max": Infinity, "min": -Infinity } }""",
    ];

    [Theory]
    [MemberData(nameof(OddEvents))]
    public async Task Event_WithHalfASurrogatePair_IsKeptAndShown(string json)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(
            HttpMethod.Post, "/batch/", $$"""{ "api_key": "phc_emulator", "batch": [ {{json}} ] }""");
        using HttpResponseMessage shown = await running.SendAsync(HttpMethod.Get, "/_emulator/events");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (response.StatusCode, shown.StatusCode));
        Assert.DoesNotContain("ud83d", Assert.Single(running.Emulator.Events).Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_OfV1WithHalfASurrogatePair_IsKeptAndShown()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        string json = AnalyticsEndpointTests.Event(
            Guid.CreateVersion7().ToString(), $"a{Half}", $$""", "session_id": "{{Half}}", "properties": { "{{Half}}": "{{Half}}" }""");

        using HttpResponseMessage response = await AnalyticsEndpointTests.PostAsync(running, AnalyticsEndpointTests.Body(json));
        using HttpResponseMessage shown = await running.SendAsync(HttpMethod.Get, "/_emulator/events");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (response.StatusCode, shown.StatusCode));
    }

    [Theory]
    [InlineData("/batch/", """{ "api_key": "phc_emulator", "event": "größe", "distinct_id": "größe", "properties": { "größe": "ß" } }""", HttpStatusCode.OK)]
    [InlineData("/batch/", """{ "api_key": "phc_ß", "event": "a", "distinct_id": "ada" }""", HttpStatusCode.Unauthorized)]
    [InlineData("/flags/?v=2", """{ "api_key": "phc_emulator", "distinct_id": "größe", "groups": { "größe": "ß" } }""", HttpStatusCode.OK)]
    [InlineData("/flags/?v=2", """{ "api_key": "phc_ß", "distinct_id": "ada" }""", HttpStatusCode.Unauthorized)]
    public async Task Body_InvalidUtf8_IsReplaced(string path, string body, HttpStatusCode expected)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));

        using HttpResponseMessage response = await running.Http.PostAsync(path, content, RunningEmulator.Cancelled);
        using HttpResponseMessage shown = await running.SendAsync(HttpMethod.Get, "/_emulator/events");

        Assert.Equal((expected, HttpStatusCode.OK), (response.StatusCode, shown.StatusCode));
    }

    [Theory]
    [InlineData($$"""{ "token": "{{Half}}", "distinct_id": "ada" }""", HttpStatusCode.Unauthorized)]
    [InlineData($$"""{ "token": "phc_emulator", "distinct_id": "{{Half}}" }""", HttpStatusCode.OK)]
    [InlineData($$"""{ "token": "phc_emulator", "distinct_id": "a", "groups": { "{{Half}}": "{{Half}}" } }""", HttpStatusCode.OK)]
    [InlineData($$"""{ "token": "phc_emulator", "distinct_id": "a", "flag_keys_to_evaluate": [ "{{Half}}" ] }""", HttpStatusCode.OK)]
    public async Task Flags_HalfASurrogatePair_IsReplaced(string body, HttpStatusCode expected)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Post, "/flags/?v=2", body);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/_emulator/persons?distinct_id=%FF%ED%A0%BD")]
    [InlineData("/_emulator/events?name=%FF&distinctId=%ED%A0%BD")]
    [InlineData("/_emulator/flags")]
    public async Task Control_InvalidUtf8_IsReplaced(string path)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Definitions_HalfASurrogatePair_IsReplaced()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage put = await running.SendAsync(
            HttpMethod.Put,
            "/_emulator/definitions",
            $$"""{ "flags": [ { "key": "a{{Half}}", "name": "{{Half}}", "active": true, "filters": { "groups": [ {} ] } } ] }""");
        using HttpResponseMessage feed = await running.GetDefinitionsAsync();
        using HttpResponseMessage shown = await running.SendAsync(HttpMethod.Get, "/_emulator/flags");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.OK, HttpStatusCode.OK), (put.StatusCode, feed.StatusCode, shown.StatusCode));
    }
}
