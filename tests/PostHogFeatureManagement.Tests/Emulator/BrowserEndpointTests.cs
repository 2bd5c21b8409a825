using System.Net;
using System.Text.Json;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>What browsers and mobile clients ask for besides flags and events (protocol §12.6).</summary>
[Trait("Promise", "EM-01")]
public sealed class BrowserEndpointTests
{
    [Theory]
    [InlineData("/array/phc_emulator/config")]
    [InlineData("/array/phc_emulator/config.js")]
    public async Task Get_Configuration_NamesTheEndpointForEvents(string path)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Get, path);
        string text = await response.Content.ReadAsStringAsync(RunningEmulator.Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\"analytics\":{\"endpoint\":\"/i/v0/e/\"}", text, StringComparison.Ordinal);
        Assert.Contains("\"hasFeatureFlags\":true", text, StringComparison.Ordinal);
        Assert.Equal(path.EndsWith(".js", StringComparison.Ordinal), text.Contains("window._POSTHOG_REMOTE_CONFIG", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/surveys/?token=phc_emulator", "surveys")]
    [InlineData("/api/early_access_features/?token=phc_emulator", "earlyAccessFeatures")]
    [InlineData("/api/web_experiments/?token=phc_emulator", "experiments")]
    public async Task Get_WhatTheEmulatorHasNot_IsEmpty(string path, string name)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        JsonElement answer = await running.GetAsync(path);

        Assert.Empty(answer.GetProperty(name).EnumerateArray());
    }

    [Theory]
    [InlineData("/_health", HttpStatusCode.OK)]
    [InlineData("/_readiness", HttpStatusCode.OK)]
    [InlineData("/_liveness", HttpStatusCode.OK)]
    [InlineData("/static/array.js", HttpStatusCode.NotFound)]
    [InlineData("/array/phc_other/config", HttpStatusCode.NotFound)]
    public async Task Get_OtherPath_Answers(string path, HttpStatusCode expected)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Get, path);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Get_FromAPageOfThisMachine_MayBeRead()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Http.DefaultRequestHeaders.Add("Origin", "http://localhost:5080");

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Get, "/array/phc_emulator/config");
        using HttpResponseMessage preflight = await running.SendAsync(HttpMethod.Options, "/array/phc_emulator/config");
        using HttpResponseMessage post = await running.SendAsync(HttpMethod.Post, "/array/phc_emulator/config", "{}");

        Assert.Equal("http://localhost:5080", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("http://localhost:5080", Assert.Single(preflight.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Theory]
    [InlineData("/decide", """["beta"]""", false)]
    [InlineData("/decide/?v=1", """["beta"]""", false)]
    [InlineData("/decide?v=2", """{"beta":true}""", false)]
    [InlineData("/decide?v=3", """{"beta":true,"team-plan":false}""", true)]
    public async Task Decide_OlderVersions_HaveTheirShapes(string path, string expected, bool hasPayloads)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        JsonElement answer = await running.FlagsAsync("\"distinct_id\": \"ada\"", path);

        Assert.Equal(expected, answer.GetProperty("featureFlags").GetRawText());
        Assert.Equal(hasPayloads, answer.TryGetProperty("featureFlagPayloads", out _));
        Assert.Equal(hasPayloads, answer.TryGetProperty("errorsWhileComputingFlags", out _));
        Assert.True(answer.TryGetProperty("supportedCompression", out _));
    }

    [Theory]
    [InlineData("/static/array.js", HttpStatusCode.OK)]
    [InlineData("/static/1.449.2/surveys.js", HttpStatusCode.OK)]
    [InlineData("/static/other.js", HttpStatusCode.NotFound)]
    [InlineData("/static/notes.txt", HttpStatusCode.NotFound)]
    [InlineData("/static/%2e%2e%2fsecret.js", HttpStatusCode.NotFound)]
    public async Task Get_Script_ComesFromTheFolder(string path, HttpStatusCode expected)
    {
        using var folder = new TemporaryFolder();
        string scripts = Path.Combine(folder.Path, "dist");
        Directory.CreateDirectory(scripts);
        foreach (string name in (string[])["dist/array.js", "dist/surveys.js", "dist/notes.txt", "secret.js"])
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Path, name), "// é", RunningEmulator.Cancelled);
        }

        await using RunningEmulator running = await RunningEmulator.StartAsync(options => options.ScriptsFolder = scripts);
        running.Http.DefaultRequestHeaders.Add("Origin", "http://localhost:5080");

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Get, path);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(["http://localhost:5080"], response.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(expected == HttpStatusCode.OK ? "text/javascript" : "text/plain", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Decide_Version4_HasRecords()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        JsonElement answer = await running.FlagsAsync("\"distinct_id\": \"ada\"", "/decide?v=4");

        Assert.True(answer.GetProperty("flags").GetProperty("beta").GetProperty("enabled").GetBoolean());
        Assert.Equal(1, running.Emulator.RequestCount("/decide"));
    }

    [Fact]
    public async Task Flags_OnlyOfSurveys_LeavesOutOthers()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""
            { "flags": [ { "key": "survey-targeting-a", "active": true, "filters": { "groups": [ {} ] } },
                         { "key": "beta", "active": true, "filters": { "groups": [ {} ] } } ] }
            """);

        JsonElement answer = await running.FlagsAsync("\"distinct_id\": \"ada\"", "/flags?v=2&only_evaluate_survey_feature_flags=true");

        Assert.Equal("survey-targeting-a", Assert.Single(answer.GetProperty("flags").EnumerateObject()).Name);
        Assert.Equal(1, running.Emulator.RequestCount("/flags"));
    }
}
