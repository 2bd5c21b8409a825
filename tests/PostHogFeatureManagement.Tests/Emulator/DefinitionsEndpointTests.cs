using System.Net;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-01")]
public sealed class DefinitionsEndpointTests
{
    [Theory]
    [InlineData("/flags/definitions")]
    [InlineData("/flags/definitions/")]
    [InlineData("/api/feature_flag/local_evaluation/")]
    public async Task Get_CorrectKeys_SendsDefinitionsWithWeakETag(string path)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.GetDefinitionsAsync(path: path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.ETag!.IsWeak);
        Assert.True(response.Headers.CacheControl is { Private: true, MustRevalidate: true });
        var body = await RunningEmulator.JsonAsync(response);
        Assert.Equal("beta", body.GetProperty("flags")[0].GetProperty("key").GetString());
    }

    [Theory]
    [InlineData(null, "phc_emulator", "not_authenticated")]
    [InlineData("phs_other", "phc_emulator", "authentication_failed")]
    [InlineData("phs_emulator", "phc_other", "authentication_failed")]
    [InlineData("phs_emulator", "", "not_authenticated")]
    public async Task Get_WrongKeys_Answers401(string? secret, string token, string code)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.GetDefinitionsAsync(secret, token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(code, (await RunningEmulator.JsonAsync(response)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("\"other\", {0}")]
    [InlineData("*")]
    public async Task Get_CurrentETag_Answers304WithoutBody(string header)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        string etag = await ETagAsync(running);

        using HttpResponseMessage response = await running.GetDefinitionsAsync(ifNoneMatch: string.Format(null, header, etag));

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(RunningEmulator.Cancelled));
        Assert.Equal(etag, response.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task Get_AfterChange_SendsNewETag()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        string etag = await ETagAsync(running);

        running.Emulator.SetActive("beta", false);

        using HttpResponseMessage response = await running.GetDefinitionsAsync(ifNoneMatch: etag);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEqual(etag, response.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task ETag_EqualDefinitions_IsEqualAcrossEmulators()
    {
        await using RunningEmulator one = await RunningEmulator.StartAsync();
        await using RunningEmulator other = await RunningEmulator.StartAsync();

        Assert.Equal(await ETagAsync(one), await ETagAsync(other));
    }

    [Fact]
    public async Task OtherMethods_Always_AreAnsweredLikePostHog()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage head = await running.SendAsync(HttpMethod.Head, "/flags/definitions");
        using HttpResponseMessage options = await running.SendAsync(HttpMethod.Options, "/flags/definitions");
        using HttpResponseMessage post = await running.SendAsync(HttpMethod.Post, "/flags/definitions", "{}");

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Contains("GET", post.Content.Headers.Allow);
    }

    /// <summary>The quota is decided before <c>If-None-Match</c> (protocol §3.3).</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_QuotaExceeded_Answers402(bool isUnchanged)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        string etag = await ETagAsync(running);
        running.Emulator.SetFaults(new PostHogEmulatorFaults { QuotaExceeded = true });

        using HttpResponseMessage response = await running.GetDefinitionsAsync(ifNoneMatch: isUnchanged ? etag : null);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Equal("quota_limited", (await RunningEmulator.JsonAsync(response)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Get_StaticCohorts_AreNotSent()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""{ "flags": [], "static_cohorts": { "7": ["ada"] } }""");

        using HttpResponseMessage response = await running.GetDefinitionsAsync();

        Assert.False((await RunningEmulator.JsonAsync(response)).TryGetProperty("static_cohorts", out _));
    }

    private static async Task<string> ETagAsync(RunningEmulator running)
    {
        using HttpResponseMessage response = await running.GetDefinitionsAsync();
        return response.Headers.ETag!.ToString();
    }
}
