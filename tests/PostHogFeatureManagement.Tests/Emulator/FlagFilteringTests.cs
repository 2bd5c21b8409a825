using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>Which flags PostHog leaves out of its response (protocol §1.3, §2.3).</summary>
[Trait("Promise", "EM-01")]
public sealed class FlagFilteringTests
{
    private const string Definitions = """
        { "flags": [
          { "id": 1, "key": "everywhere", "active": true, "filters": { "groups": [] } },
          { "id": 2, "key": "server-only", "active": true, "evaluation_runtime": "server", "filters": { "groups": [] } },
          { "id": 3, "key": "client-only", "active": true, "evaluation_runtime": "client", "filters": { "groups": [] } },
          { "id": 4, "key": "billing-only", "active": true, "evaluation_contexts": ["billing"], "filters": { "groups": [] } } ] }
        """;

    [Theory]
    [InlineData("posthog-dotnet/2.13 (x)", null, "everywhere,server-only,billing-only")]
    [InlineData("Mozilla/5.0", null, "everywhere,client-only,billing-only")]
    [InlineData("posthog-elixir/1", null, "everywhere,server-only,billing-only")]
    [InlineData("python-requests/2", null, "everywhere,server-only,billing-only")]
    [InlineData("curl/8", null, "everywhere,server-only,billing-only")]
    [InlineData("posthog-android/3", null, "everywhere,client-only,billing-only")]
    [InlineData("posthog-ios/3", null, "everywhere,client-only,billing-only")]
    [InlineData("posthog-flutter/5", null, "everywhere,client-only,billing-only")]
    [InlineData("posthog-react-native/4", null, "everywhere,client-only,billing-only")]
    [InlineData("posthog-rust/1", null, "everywhere,billing-only")]
    [InlineData("wget/1", null, "everywhere,billing-only")]
    [InlineData("wget/1", "\"evaluation_runtime\": \"server\"", "everywhere,server-only,billing-only")]
    [InlineData("wget/1", "\"evaluation_runtime\": \"all\"", "everywhere,server-only,client-only,billing-only")]
    [InlineData("wget/1", "\"evaluation_runtime\": \"backend\"", "everywhere,server-only,client-only,billing-only")]
    [InlineData("posthog-node/5", "\"evaluation_contexts\": [\"billing\"]", "everywhere,server-only,billing-only")]
    [InlineData("posthog-node/5", "\"evaluation_contexts\": [\"Billing\"]", "everywhere,server-only")]
    [InlineData("posthog-node/5", "\"evaluation_contexts\": []", "everywhere,server-only,billing-only")]
    public async Task Post_RuntimeAndContexts_AnswersOnlyMatchingFlags(string userAgent, string? member, string expected)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Definitions);
        running.Http.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);

        using HttpResponseMessage response = await running.SendAsync(
            HttpMethod.Post,
            "/flags/?v=2",
            $$"""{ "token": "phc_emulator", "distinct_id": "ada" {{(member is null ? null : "," + member)}} }""");

        JsonElement flags = (await RunningEmulator.JsonAsync(response)).GetProperty("flags");
        Assert.Equal(expected, string.Join(',', flags.EnumerateObject().Select(flag => flag.Name)));
    }

    [Theory]
    [InlineData("server", "dependant: False")]
    [InlineData("client", "target: True, dependant: True")]
    public async Task Post_DependencyForAnotherRuntime_CountsAsOff(string runtime, string expected)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""
            { "flags": [
              { "id": 1, "key": "target", "active": true, "evaluation_runtime": "client", "filters": { "groups": [ { "properties": [] } ] } },
              { "id": 2, "key": "dependant", "active": true, "filters": { "groups": [ { "properties": [
                { "key": "target", "type": "flag", "operator": "flag_evaluates_to", "value": true, "dependency_chain": ["target"] } ] } ] } } ] }
            """);

        using HttpResponseMessage response = await running.SendAsync(
            HttpMethod.Post, "/flags/?v=2", $$"""{ "token": "phc_emulator", "distinct_id": "ada", "evaluation_runtime": "{{runtime}}" }""");

        JsonElement flags = (await RunningEmulator.JsonAsync(response)).GetProperty("flags");
        Assert.Equal(expected, string.Join(", ", flags.EnumerateObject().Select(flag => $"{flag.Name}: {flag.Value.GetProperty("enabled").GetBoolean()}")));
    }
}
