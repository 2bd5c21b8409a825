using System.Net;
using System.Text.Json;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-01")]
public sealed class FlagsEndpointTests
{
    [Fact]
    public async Task Post_DetailedFormat_HasValueReasonAndMetadata()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        JsonElement answer = await running.FlagsAsync("""
            "distinct_id": "ada"
            """);

        JsonElement beta = answer.GetProperty("flags").GetProperty("beta");
        Assert.True(beta.GetProperty("enabled").GetBoolean());
        Assert.Equal(JsonValueKind.Null, beta.GetProperty("variant").ValueKind);
        Assert.Equal("condition_match", beta.GetProperty("reason").GetProperty("code").GetString());
        Assert.Equal(0, beta.GetProperty("reason").GetProperty("condition_index").GetInt32());
        Assert.Equal("Matched condition set 1", beta.GetProperty("reason").GetProperty("description").GetString());
        Assert.Equal(1, beta.GetProperty("metadata").GetProperty("id").GetInt32());
        Assert.Equal(3, beta.GetProperty("metadata").GetProperty("version").GetInt32());
        Assert.Equal("{\"size\":2}", beta.GetProperty("metadata").GetProperty("payload").GetString());
        Assert.False(answer.GetProperty("errorsWhileComputingFlags").GetBoolean());
        Assert.False(answer.TryGetProperty("quotaLimited", out _));
        Assert.True(Guid.TryParse(answer.GetProperty("requestId").GetString(), out _));
        Assert.True(answer.GetProperty("evaluatedAt").GetInt64() > 1_700_000_000_000);
    }

    [Fact]
    public async Task Post_MissingOrWrongToken_Answers401()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage none = await running.SendAsync(HttpMethod.Post, "/flags/?v=2", """{ "distinct_id": "ada" }""");
        using HttpResponseMessage wrong = await running.SendAsync(HttpMethod.Post, "/flags/?v=2", """{ "distinct_id": "ada", "api_key": "phc_x" }""");

        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        Assert.Equal("not_authenticated", (await RunningEmulator.JsonAsync(none)).GetProperty("code").GetString());
        Assert.Equal("authentication_failed", (await RunningEmulator.JsonAsync(wrong)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""{ "token": "phc_emulator" }""")]
    [InlineData("not json")]
    public async Task Post_WithoutDistinctIdOrJson_Answers400(string body)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Post, "/flags/?v=2", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Post_SomeKeys_AnswersOnlyThose()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        JsonElement answer = await running.FlagsAsync("""
            "distinct_id": "ada", "flag_keys_to_evaluate": ["team-plan", "unknown"]
            """);

        Assert.Equal("team-plan", Assert.Single(answer.GetProperty("flags").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Post_FlagSwitchedOff_LeavesItOut()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Emulator.SetActive("beta", false);

        JsonElement answer = await running.FlagsAsync("""
            "distinct_id": "ada"
            """);

        Assert.False(answer.GetProperty("flags").TryGetProperty("beta", out _));
        Assert.True(answer.GetProperty("flags").TryGetProperty("team-plan", out _));
    }

    [Fact]
    public async Task Post_FlagsDisabled_AnswersNone()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        JsonElement answer = await running.FlagsAsync("""
            "distinct_id": "ada", "disable_flags": true
            """);

        Assert.Empty(answer.GetProperty("flags").EnumerateObject());
    }

    [Fact]
    public async Task Post_QuotaExceeded_AnswersQuotaLimitedWithoutFlags()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Emulator.SetFaults(new PostHogEmulatorFaults { QuotaExceeded = true });

        JsonElement answer = await running.FlagsAsync("""
            "distinct_id": "ada"
            """);

        Assert.Empty(answer.GetProperty("flags").EnumerateObject());
        Assert.Equal("feature_flags", Assert.Single(answer.GetProperty("quotaLimited").EnumerateArray()).GetString());
        Assert.False(answer.GetProperty("errorsWhileComputingFlags").GetBoolean());
    }
}
