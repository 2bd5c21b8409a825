using System.Net;
using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>Which shape a <c>/flags</c> response has (protocol §2.1, §2.5, §2.8).</summary>
[Trait("Promise", "EM-01")]
public sealed class FlagsShapeTests
{
    private const string Ada = """
        "distinct_id": "ada"
        """;

    [Theory]
    [InlineData("/flags/?v=2", false, false)]
    [InlineData("/flags?v=2&config=true", false, true)]
    [InlineData("/flags?v=4", false, false)]
    [InlineData("/flags?v=new", false, false)]
    [InlineData("/flags", false, true)]
    [InlineData("/flags/", false, true)]
    [InlineData("/flags?config=true", true, true)]
    [InlineData("/flags?config=false", true, false)]
    public async Task Post_Query_DeterminesTheShape(string path, bool isLegacy, bool hasConfiguration)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        JsonElement answer = await running.FlagsAsync(Ada, path);

        Assert.Equal(isLegacy, answer.TryGetProperty("featureFlags", out _));
        Assert.NotEqual(isLegacy, answer.TryGetProperty("flags", out JsonElement flags) && flags.GetProperty("beta").GetProperty("enabled").GetBoolean());
        Assert.Equal(hasConfiguration, answer.TryGetProperty("supportedCompression", out _));
    }

    [Fact]
    public async Task Post_LegacyShape_HasValuesAndPayloads()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        JsonElement answer = await running.FlagsAsync(Ada, "/flags?config=true");

        Assert.True(answer.GetProperty("featureFlags").GetProperty("beta").GetBoolean());
        Assert.False(answer.GetProperty("featureFlags").GetProperty("team-plan").GetBoolean());
        Assert.Equal("{\"size\":2}", answer.GetProperty("featureFlagPayloads").GetProperty("beta").GetString());
    }

    [Fact]
    public async Task Post_Version3_HasTypedValues()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""
            { "flags": [
              { "id": 1, "key": "on", "active": true, "filters": { "groups": [ {} ] } },
              { "id": 2, "key": "broken", "active": true, "filters": 7 },
              { "id": 3, "key": "headline", "active": true, "filters": { "groups": [ {} ], "multivariate": { "variants": [ { "key": "bold", "rollout_percentage": 100 } ] } } } ] }
            """);

        JsonElement flags = (await running.FlagsAsync(Ada, "/flags?v=3")).GetProperty("flags");

        Assert.Equal(["true", "null", "\"bold\""], flags.EnumerateObject().Select(static flag => flag.Value.GetProperty("value").GetRawText()));
        Assert.True(flags.GetProperty("broken").GetProperty("failed").GetBoolean());
        JsonElement headline = flags.GetProperty("headline");
        Assert.False(headline.TryGetProperty("enabled", out _));
        Assert.Equal((1, "bold"), (headline.GetProperty("metadata").GetProperty("config_version").GetInt32(), headline.GetProperty("metadata").GetProperty("variant_key").GetString()));
    }

    [Theory]
    [InlineData("3f6a4f0e-9c6b-4c0e-9f5c-5d0e3b0e7a11", true)]
    [InlineData("mine", false)]
    public async Task Post_RequestId_IsTakenFromTheHeaderIfItIsOne(string given, bool isTaken)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Http.DefaultRequestHeaders.Add("X-REQUEST-ID", given);

        JsonElement answer = await running.FlagsAsync(Ada);

        Assert.Equal(isTaken, answer.GetProperty("requestId").GetString() == given);
    }

    [Fact]
    public async Task OtherMethods_Always_AreAnsweredLikePostHog()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        JsonElement get = await running.GetAsync("/flags?v=2");
        using HttpResponseMessage head = await running.SendAsync(HttpMethod.Head, "/flags");
        using HttpResponseMessage options = await running.SendAsync(HttpMethod.Options, "/flags");
        using HttpResponseMessage put = await running.SendAsync(HttpMethod.Put, "/flags", "{}");

        Assert.Empty(get.GetProperty("flags").EnumerateObject());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.MethodNotAllowed), (head.StatusCode, options.StatusCode, put.StatusCode));
        Assert.Contains("POST", options.Content.Headers.Allow);
    }
}
