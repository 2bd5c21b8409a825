using System.Net;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>A website must not be able to control the emulator of a developer who visits it.</summary>
[Trait("Promise", "EM-03")]
[Trait("Promise", "SC-05")]
public sealed class ControlSecurityTests
{
    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1.evil.example")]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "localhost.evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Control_RequestFromAnotherSite_IsRefused(string header, string value)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Http.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        using HttpResponseMessage put = await running.SendAsync(HttpMethod.Put, "/_emulator/flags/beta", """{ "active": false }""");
        using HttpResponseMessage get = await running.SendAsync(HttpMethod.Get, "/_emulator/events");

        Assert.Equal(HttpStatusCode.Forbidden, put.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, get.StatusCode);
        running.Http.DefaultRequestHeaders.Clear();
        Assert.True((await running.GetAsync("/_emulator/flags/beta")).GetProperty("active").GetBoolean());
    }

    [Theory]
    [InlineData("Origin", "http://localhost:5080")]
    [InlineData("Origin", "http://[::1]:5080")]
    [InlineData("Host", "localhost:5081")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    public async Task Control_RequestFromThisMachine_IsAllowed(string header, string value)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Http.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        using HttpResponseMessage put = await running.SendAsync(HttpMethod.Put, "/_emulator/flags/beta", """{ "active": false }""");

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
    }

    [Fact]
    public async Task Page_ForeignHostName_IsRefused()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Http.DefaultRequestHeaders.Host = "evil.example";

        using HttpResponseMessage page = await running.SendAsync(HttpMethod.Get, "/");

        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
    }

    [Fact]
    public async Task PostHogEndpoints_OriginOnThisMachine_MayReadTheAnswer()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Http.DefaultRequestHeaders.Add("Origin", "http://localhost:5080");
        using HttpResponseMessage own = await running.PostFlagsAsync("\"distinct_id\": \"ada\"");
        running.Http.DefaultRequestHeaders.Remove("Origin");
        running.Http.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        using HttpResponseMessage foreign = await running.PostFlagsAsync("\"distinct_id\": \"ada\"");

        Assert.Equal("http://localhost:5080", Assert.Single(own.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(foreign.Headers.Contains("Access-Control-Allow-Origin"));
    }
}
