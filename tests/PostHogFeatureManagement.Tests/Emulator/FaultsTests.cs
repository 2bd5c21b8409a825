using System.Diagnostics;
using System.Net;
using System.Text.Json;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-03")]
public sealed class FaultsTests
{
    [Theory]
    [InlineData("""{ "status": 503 }""", HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable)]
    [InlineData("""{ "status": 429, "endpoint": "/flags/" }""", HttpStatusCode.TooManyRequests, HttpStatusCode.OK)]
    public async Task Status_IsTheAnswerOfTheEndpointsConcerned(string fault, HttpStatusCode flags, HttpStatusCode definitions)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        using HttpResponseMessage set = await running.SendAsync(HttpMethod.Put, "/_emulator/faults", fault);

        using HttpResponseMessage flagsAnswer = await running.PostFlagsAsync("\"distinct_id\": \"ada\"");
        using HttpResponseMessage definitionsAnswer = await running.GetDefinitionsAsync();

        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal(flags, flagsAnswer.StatusCode);
        Assert.Equal(definitions, definitionsAnswer.StatusCode);
        Assert.Equal(1, running.Emulator.RequestCount("/flags"));
    }

    [Fact]
    public async Task Hang_NeverAnswersUntilItIsRemoved()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Emulator.SetFaults(new PostHogEmulatorFaults { Hang = true });

        Task<HttpResponseMessage> hanging = running.PostFlagsAsync("\"distinct_id\": \"ada\"");
        await Eventually.TrueAsync(() => running.Emulator.RequestCount("/flags/") == 1);
        JsonElement shown = await running.GetAsync("/_emulator/faults");
        bool hadAnswer = hanging.IsCompleted;
        using HttpResponseMessage removed = await running.SendAsync(HttpMethod.Delete, "/_emulator/faults");
        using HttpResponseMessage answer = await hanging;

        Assert.False(hadAnswer);
        Assert.True(shown.GetProperty("hang").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Same(PostHogEmulatorFaults.None, running.Emulator.Faults);
    }

    [Fact]
    public async Task Hang_WhenTheClientLeaves_LetsTheEmulatorStop()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Emulator.SetFaults(new PostHogEmulatorFaults { Hang = true });
        Task<HttpResponseMessage> hanging = running.PostFlagsAsync("\"distinct_id\": \"ada\"");
        await Eventually.TrueAsync(() => running.Emulator.RequestCount("/flags") == 1);

        await running.Emulator.StopAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    [Fact]
    public async Task Latency_HoldsTheAnswerBack()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        using HttpResponseMessage set = await running.SendAsync(HttpMethod.Put, "/_emulator/faults", """{ "latencyMs": 150 }""");
        long start = Stopwatch.GetTimestamp();

        using HttpResponseMessage answer = await running.GetDefinitionsAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(140));
    }

    [Theory]
    [InlineData("""{ "status": 200 }""", "400 to 599")]
    [InlineData("""{ "latencyMs": "slow" }""", "latencyMs")]
    [InlineData("""{ "latencyMs": 1e300 }""", "0 to 600000")]
    [InlineData("""{ "latencyMs": -1 }""", "0 to 600000")]
    [InlineData("""{ "endpoint": "/flag" }""", "one of /flags, /flags/definitions")]
    [InlineData("""{ "hang": 1 }""", "true or false")]
    [InlineData("""{ "delay": 5 }""", "\"delay\" is not a fault")]
    [InlineData("[]", "JSON object")]
    [InlineData("{", "JSON object")]
    public async Task Put_NonsenseFault_Answers400WithAdvice(string body, string advice)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Put, "/_emulator/faults", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(advice, (await RunningEmulator.JsonAsync(response)).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Same(PostHogEmulatorFaults.None, running.Emulator.Faults);
    }

    [Fact]
    public async Task SetFaults_OutOfBounds_Throws()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        Assert.Throws<ArgumentException>(() => running.Emulator.SetFaults(new PostHogEmulatorFaults { Status = 200 }));
        Assert.Throws<ArgumentException>(() => running.Emulator.SetFaults(new PostHogEmulatorFaults { Latency = TimeSpan.FromHours(1) }));
    }
}
