using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>Remote config as PostHog answers it (protocol §9.3).</summary>
[Trait("Promise", "EM-01")]
public sealed class RemoteConfigEndpointTests
{
    private const string Definitions = """
        { "flags": [
            { "id": 1, "key": "plain", "active": true, "filters": { "groups": [], "payloads": { "true": "1" } } },
            { "id": 2, "key": "prices", "active": false, "is_remote_configuration": true,
              "filters": { "groups": [], "payloads": { "true": "{\"eur\":5}" } } },
            { "id": 3, "key": "a/b", "active": true, "is_remote_configuration": true, "filters": { "groups": [], "payloads": { "true": [1] } } },
            { "id": 4, "key": "secrets", "active": true, "is_remote_configuration": true, "has_encrypted_payloads": true,
              "filters": { "groups": [ { "rollout_percentage": 100 } ], "payloads": { "true": "\"shh\"" } } },
            { "id": 5, "key": "gone", "active": true, "deleted": true, "is_remote_configuration": true, "filters": { "groups": [], "payloads": { "true": "1" } } },
            { "id": 6, "key": "sealed", "active": true, "has_encrypted_payloads": true,
              "filters": { "groups": [ { "rollout_percentage": 100 } ], "payloads": { "true": "\"shh\"" } } },
            { "id": 7, "key": "open", "active": true, "is_remote_configuration": true,
              "filters": { "groups": [ { "rollout_percentage": 100 } ], "payloads": { "true": "1" } } },
            { "id": 10, "key": "empty", "active": true, "is_remote_configuration": true, "filters": { "groups": [], "payloads": { "true": "" } } },
            { "id": 11, "key": "zero", "active": true, "is_remote_configuration": true, "filters": { "groups": [], "payloads": { "true": 0 } } },
            { "id": 12, "key": "without", "active": true, "is_remote_configuration": true, "filters": { "groups": [] } } ] }
        """;

    private const string Redacted = "\"\\u0022********* (encrypted)\\u0022\"";

    [Theory]
    [InlineData("@current", "prices", "phs_emulator", "\"{\\u0022eur\\u0022:5}\"")]
    [InlineData("@current", "a%2Fb", "phs_emulator", "[1]")]
    [InlineData("@current", "3", "phs_emulator", "[1]")]
    [InlineData("1", "a%2fb", "phx_emulator", "[1]")]
    [InlineData("@current", "secrets", "phx_emulator", "\"\\u0022shh\\u0022\"")]
    [InlineData("@current", "secrets", "phs_emulator", Redacted)]
    [InlineData("@current", "4", "phs_emulator", Redacted)]
    [InlineData("@current", "empty", "phs_emulator", "")]
    [InlineData("@current", "zero", "phs_emulator", "")]
    [InlineData("@current", "without", "phx_emulator", "")]
    public async Task Get_RemoteConfig_SendsItsPayload(string project, string key, string secret, string expected)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Definitions);

        using HttpResponseMessage response = await SendAsync(running, key, secret, project);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(RunningEmulator.Cancelled));
        Assert.Equal(1, running.Emulator.RequestCount("/api/projects/@current/feature_flags/any/remote_config"));
    }

    [Theory]
    [InlineData("@current", "plain")]
    [InlineData("@current", "1")]
    [InlineData("@current", "99999999999999999999")]
    [InlineData("@current", "gone")]
    [InlineData("@current", "5")]
    [InlineData("@current", "nothing")]
    [InlineData("@current", "a/b")]
    [InlineData("2", "prices")]
    public async Task Get_AnythingElse_Answers404(string project, string key)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Definitions);

        using HttpResponseMessage response = await SendAsync(running, key, project: project);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Get_OtherKey_Answers401()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Definitions);

        using HttpResponseMessage response = await SendAsync(running, "prices", "phx_other");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Post_RemoteConfig_Answers405()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Definitions);

        using HttpResponseMessage response = await SendAsync(running, "prices", method: HttpMethod.Post);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.DoesNotContain("POST", response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Get_Definitions_LackDeletedFlagsRemoteConfigAndClearText()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Definitions);

        using HttpResponseMessage response = await running.GetDefinitionsAsync();

        JsonElement flags = (await RunningEmulator.JsonAsync(response)).GetProperty("flags");
        Assert.Equal(["plain", "sealed"], flags.EnumerateArray().Select(static flag => flag.GetProperty("key").GetString()));
        Assert.True(flags[1].GetProperty("has_encrypted_payloads").GetBoolean());
        Assert.Equal("\"********* (encrypted)\"", flags[1].GetProperty("filters").GetProperty("payloads").GetProperty("true").GetString());
    }

    [Fact]
    public async Task PostFlags_RemoteConfig_IsAnsweredUnlessEncrypted()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Definitions);

        JsonElement flags = (await running.FlagsAsync("\"distinct_id\": \"ada\"")).GetProperty("flags");

        Assert.Equal(["a/b", "empty", "open", "plain", "sealed", "without", "zero"], flags.EnumerateObject().Select(static flag => flag.Name).Order(StringComparer.Ordinal));
        Assert.Equal("1", flags.GetProperty("open").GetProperty("metadata").GetProperty("payload").GetString());
        Assert.DoesNotContain("shh", flags.GetRawText(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> SendAsync(
        RunningEmulator running, string key, string secret = PostHogEmulator.SecretKey, string project = "@current", HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(
            method ?? HttpMethod.Get, $"/api/projects/{project}/feature_flags/{key}/remote_config?token={PostHogEmulator.ProjectToken}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return running.Http.SendAsync(request, RunningEmulator.Cancelled);
    }
}
