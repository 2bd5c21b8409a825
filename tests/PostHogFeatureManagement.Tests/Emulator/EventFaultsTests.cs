using System.Net;
using System.Text.Json;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>The faults that tests of events need.</summary>
[Trait("Promise", "EM-03")]
public sealed class EventFaultsTests
{
    [Theory]
    [InlineData("""{ "status": 500 }""", HttpStatusCode.InternalServerError, null)]
    [InlineData("""{ "status": 429, "retryAfterSeconds": 2 }""", HttpStatusCode.TooManyRequests, "2")]
    [InlineData("""{ "status": 503, "retryAfterSeconds": 0.5 }""", HttpStatusCode.ServiceUnavailable, "1")]
    [InlineData("""{ "status": 413 }""", HttpStatusCode.RequestEntityTooLarge, null)]
    [InlineData("""{ "rejectedEvent": "paid" }""", HttpStatusCode.BadRequest, null)]
    [InlineData("""{ "rejectedEvent": "other" }""", HttpStatusCode.OK, null)]
    [InlineData("""{ "maxBatchSize": 1 }""", HttpStatusCode.RequestEntityTooLarge, null)]
    [InlineData("""{ "maxBatchSize": 2 }""", HttpStatusCode.OK, null)]
    [InlineData("""{ "status": 500, "endpoint": "/i/v0/e" }""", HttpStatusCode.OK, null)]
    public async Task Batch_FaultOfItsEndpoint_IsTheAnswer(string fault, HttpStatusCode expected, string? retryAfter)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        string limited = fault.Contains("endpoint", StringComparison.Ordinal) ? fault : $$"""{ "endpoint": "/batch/", {{fault[1..]}}""";
        using HttpResponseMessage set = await running.SendAsync(HttpMethod.Put, "/_emulator/faults", limited);

        using HttpResponseMessage batch = await PostAsync(running);
        using HttpResponseMessage definitions = await running.GetDefinitionsAsync();

        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal(expected, batch.StatusCode);
        Assert.Equal(retryAfter, batch.Headers.RetryAfter?.ToString());
        Assert.Equal(HttpStatusCode.OK, definitions.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 2 : 0, running.Emulator.Events.Count);
    }

    [Fact]
    public async Task Times_AfterThatManyRequests_TheFaultIsOver()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Emulator.SetFaults(new PostHogEmulatorFaults { Status = 503, Endpoint = "/batch", Times = 2 });
        using HttpResponseMessage other = await running.GetDefinitionsAsync();

        HttpStatusCode[] answers = [(await PostAsync(running)).StatusCode, (await PostAsync(running)).StatusCode, (await PostAsync(running)).StatusCode];

        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], answers);
        Assert.Same(PostHogEmulatorFaults.None, running.Emulator.Faults);
    }

    [Fact]
    public async Task QuotaExceeded_V0_AnswersOkAndDropsTheEvents()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Emulator.SetFaults(new PostHogEmulatorFaults { QuotaExceeded = true });

        using HttpResponseMessage response = await PostAsync(running);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(running.Emulator.Events);
    }

    [Fact]
    public async Task RejectedEvent_V1_IsDroppedAlone()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Emulator.SetFaults(new PostHogEmulatorFaults { RejectedEvent = "paid" });
        string[] uuids = [Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString()];

        using HttpResponseMessage response = await AnalyticsEndpointTests.PostAsync(
            running, AnalyticsEndpointTests.Body(AnalyticsEndpointTests.Event(uuids[0]), AnalyticsEndpointTests.Event(uuids[1], "other")));

        JsonElement results = (await RunningEmulator.JsonAsync(response)).GetProperty("results");
        Assert.Equal(["drop", "ok"], uuids.Select(uuid => results.GetProperty(uuid).GetProperty("result").GetString()));
    }

    [Fact]
    public async Task Get_EventFaults_AreShown()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Emulator.SetFaults(new PostHogEmulatorFaults { RejectedEvent = "paid", MaxBatchSize = 3, Times = 4, RetryAfter = TimeSpan.FromSeconds(5) });

        JsonElement shown = await running.GetAsync("/_emulator/faults");

        Assert.Equal(
            ("paid", 3, 4, 5),
            (shown.GetProperty("rejectedEvent").GetString(),
                shown.GetProperty("maxBatchSize").GetInt32(),
                shown.GetProperty("times").GetInt32(),
                shown.GetProperty("retryAfterSeconds").GetInt32()));
    }

    [Theory]
    [InlineData("""{ "times": 0 }""", "times")]
    [InlineData("""{ "maxBatchSize": 0.5 }""", "maxBatchSize")]
    [InlineData("""{ "retryAfterSeconds": 3601 }""", "0 to 3600")]
    [InlineData("""{ "rejectedEvent": 1 }""", "an event's name")]
    public async Task Put_NonsenseFault_Answers400WithAdvice(string body, string advice)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Put, "/_emulator/faults", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(advice, (await RunningEmulator.JsonAsync(response)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> PostAsync(RunningEmulator running) => running.SendAsync(HttpMethod.Post, "/batch/", """
        { "api_key": "phc_emulator", "batch": [ { "event": "paid", "distinct_id": "ada" }, { "event": "viewed", "distinct_id": "ada" } ] }
        """);
}
