using System.Net;
using System.Text.Json;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>The events as tests in any language read them.</summary>
[Trait("Promise", "EM-03")]
public sealed class EventsControlTests
{
    [Fact]
    public async Task Get_Event_HasItsPropertiesAndWhereItCameFrom()
    {
        await using RunningEmulator running = await StartAsync("""
            { "event": "paid", "distinct_id": "ada", "timestamp": "2026-01-02T03:04:05Z", "uuid": "0198f0c2-5a10-7c35-9a3e-3f1d4f6a7b21",
              "properties": { "amount": 3, "$feature/headline": "bold" } }
            """);

        JsonElement received = Assert.Single((await running.GetAsync("/_emulator/events")).GetProperty("events").EnumerateArray());

        Assert.Equal("0198f0c2-5a10-7c35-9a3e-3f1d4f6a7b21", received.GetProperty("uuid").GetString());
        Assert.Equal("ada", received.GetProperty("distinct_id").GetString());
        Assert.Equal("""{"amount":3,"$feature/headline":"bold"}""", received.GetProperty("properties").GetRawText());
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), received.GetProperty("timestamp").GetDateTimeOffset());
        Assert.Equal("/batch", received.GetProperty("endpoint").GetString());
        Assert.True(received.TryGetProperty("received_at", out _));
    }

    [Theory]
    [InlineData("", "a b c")]
    [InlineData("?name=b", "b")]
    [InlineData("?distinctId=grace", "b c")]
    [InlineData("?distinctId=grace&name=c", "c")]
    [InlineData("?last=2", "b c")]
    [InlineData("?last=0", "")]
    [InlineData("?name=none", "")]
    [InlineData("?atLeast=9&within=1ms", "a b c")]
    public async Task Get_Query_SelectsEvents(string query, string expected)
    {
        await using RunningEmulator running = await StartAsync(Event("a", "ada"), Event("b", "grace"), Event("c", "grace"));

        JsonElement listed = await running.GetAsync($"/_emulator/events{query}");

        IEnumerable<string?> names = listed.GetProperty("events").EnumerateArray().Select(static received => received.GetProperty("event").GetString());
        Assert.Equal(expected, string.Join(' ', names));
    }

    [Fact]
    public async Task Get_AtLeast_WaitsForEvents()
    {
        await using RunningEmulator running = await StartAsync(Event("a", "ada"));

        Task<JsonElement> waiting = running.GetAsync("/_emulator/events?name=b&atLeast=2&within=60s");
        await SendAsync(running, Event("b", "ada"));
        bool wasEarly = waiting.IsCompleted;
        await SendAsync(running, Event("b", "grace"));

        Assert.False(wasEarly);
        Assert.Equal(2, (await waiting).GetProperty("events").GetArrayLength());
    }

    [Theory]
    [InlineData("?last=-1")]
    [InlineData("?last=many")]
    [InlineData("?atLeast=x&within=1s")]
    [InlineData("?atLeast=1&within=61s")]
    [InlineData("?atLeast=1&within=1m")]
    [InlineData("?within=soon")]
    public async Task Get_NonsenseQuery_Answers400WithAdvice(string query)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Get, $"/_emulator/events{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("atLeast=3", (await RunningEmulator.JsonAsync(response)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_OneEvent_RemovesOnlyThat()
    {
        await using RunningEmulator running = await StartAsync(Event("a", "ada"), Event("b", "ada"));
        Guid first = running.Emulator.Events[0].Uuid;

        using HttpResponseMessage removed = await running.SendAsync(HttpMethod.Delete, $"/_emulator/events/{first}");
        using HttpResponseMessage again = await running.SendAsync(HttpMethod.Delete, $"/_emulator/events/{first}");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (removed.StatusCode, again.StatusCode));
        Assert.Equal("b", Assert.Single(running.Emulator.Events).Name);
    }

    [Fact]
    public async Task Delete_All_RemovesThem()
    {
        await using RunningEmulator running = await StartAsync(Event("a", "ada"));

        using HttpResponseMessage removed = await running.SendAsync(HttpMethod.Delete, "/_emulator/events");

        Assert.Empty(running.Emulator.Events);
    }

    private static string Event(string name, string distinctId) => $$"""{ "event": "{{name}}", "distinct_id": "{{distinctId}}" }""";

    private static async Task<RunningEmulator> StartAsync(params string[] events)
    {
        RunningEmulator running = await RunningEmulator.StartAsync();
        await SendAsync(running, events);
        return running;
    }

    private static async Task SendAsync(RunningEmulator running, params string[] events)
    {
        using HttpResponseMessage response = await running.SendAsync(
            HttpMethod.Post, "/batch/", $$"""{ "api_key": "{{PostHogEmulator.ProjectToken}}", "batch": [{{string.Join(',', events)}}] }""");
        response.EnsureSuccessStatusCode();
    }
}
