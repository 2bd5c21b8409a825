using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Node;

/// <summary>PostHog's Node client, this library and the emulator's own answers, compared flag by flag.</summary>
[Trait("Promise", "EM-02")]
public sealed class NodeFlagsTests
{
    private const int Callers = 32;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetAllFlags_ManyCallers_AreThoseOfTheLibraryAndTheEmulator(bool local)
    {
        using IHost host = await StartAsync();
        JsonObject[] callers = [.. NodeFlags.Callers(Callers, areKnown: local)];
        JsonObject arguments = Arguments(callers, local);
        foreach (JsonNode? caller in arguments["callers"]!.AsArray())
        {
            caller!["onlyEvaluateLocally"] = local;
        }

        (JsonElement answers, string[] requests) = await NodeClient.RunAsync(Address(host), "all", arguments);

        int compared = 0;
        foreach ((JsonObject caller, JsonElement answer) in callers.Zip(answers.EnumerateArray()))
        {
            Dictionary<string, string> ofEmulator = await EmulatorAsync(host, caller);
            Dictionary<string, string> ofLibrary = await LibraryAsync(host, caller);
            foreach (JsonProperty flag in answer.EnumerateObject())
            {
                string expected = ofLibrary[flag.Name];
                Assert.Equal(
                    $"{caller["distinctId"]} {flag.Name} {expected} {expected}",
                    $"{caller["distinctId"]} {flag.Name} {flag.Value} {ofEmulator.GetValueOrDefault(flag.Name, "False")}");
                compared += 2;
            }
        }

        Assert.InRange(compared, 3_000, int.MaxValue);
        Assert.Equal(local ? ["GET /flags/definitions 200"] : Enumerable.Repeat("POST /flags/ 200", Callers), requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetFeatureFlagResult_EachFlag_HasTheLibrarysValueAndPayload(bool local)
    {
        using IHost host = await StartAsync();
        JsonObject[] callers = [.. NodeFlags.Callers(5, areKnown: false)];
        string[] keys = [.. (await LibraryAsync(host, callers[0])).Keys.Where(static key => key != "switched-off")];
        JsonObject arguments = Arguments(callers, local);
        arguments["keys"] = new JsonArray([.. keys.Select(static key => JsonValue.Create(key))]);

        (JsonElement answers, _) = await NodeClient.RunAsync(Address(host), "single", arguments);

        IPostHogFlags flags = host.Services.GetRequiredService<IPostHogFlags>();
        foreach ((JsonObject caller, JsonElement answer) in callers.Zip(answers.EnumerateArray()))
        {
            foreach (string key in keys)
            {
                FlagResult expected = await flags.GetFlagAsync(key, Context(caller), cancellationToken: TestContext.Current.CancellationToken);
                JsonElement ofNode = answer.GetProperty(key);
                Assert.Equal(
                    (key, expected.IsEnabled, expected.Variant, expected.Payload?.GetRawText()),
                    (key, ofNode.GetProperty("enabled").GetBoolean(), Text(ofNode, "variant"), Json(ofNode, "payload")));
            }
        }
    }

    [Fact]
    public async Task ReloadFeatureFlags_NothingHasChanged_IsAnswered304()
    {
        using IHost host = await StartAsync();

        (JsonElement isReady, string[] requests) = await NodeClient.RunAsync(Address(host), "polls", Arguments([], local: true, ("count", 2)));

        Assert.True(isReady.GetBoolean());
        Assert.Equal("GET /flags/definitions 200", requests[0]);
        Assert.NotEmpty(requests[1..]);
        Assert.All(requests[1..], static request => Assert.Equal("GET /flags/definitions 304", request));
    }

    [Fact]
    public async Task GetRemoteConfigPayload_BothKinds_AreReadInClearWithAPersonalKeyOnly()
    {
        using IHost host = await StartAsync("""
            { "flags": [
                { "id": 1, "key": "limits", "active": true, "is_remote_configuration": true, "filters": { "groups": [ {} ], "payloads": { "true": "{\"max\":3}" } } },
                { "id": 2, "key": "secret", "active": true, "is_remote_configuration": true, "has_encrypted_payloads": true,
                  "filters": { "groups": [ {} ], "payloads": { "true": "\"in clear\"" } } } ] }
            """);
        JsonObject arguments = Arguments([], local: false);
        arguments["keys"] = new JsonArray("limits", "secret");
        arguments["secretKey"] = PostHogEmulator.PersonalApiKey;
        JsonObject withSecretKey = arguments.DeepClone().AsObject();
        withSecretKey["secretKey"] = PostHogEmulator.SecretKey;

        (JsonElement personal, _) = await NodeClient.RunAsync(Address(host), "remoteConfig", arguments);
        (JsonElement secret, _) = await NodeClient.RunAsync(Address(host), "remoteConfig", withSecretKey);

        Assert.Equal("""{"limits":{"max":3},"secret":"in clear"}""", personal.GetRawText());
        Assert.Equal("""{"limits":{"max":3},"secret":"********* (encrypted)"}""", secret.GetRawText());
    }

    private static async Task<IHost> StartAsync(string? definitions = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Services.AddFeatureManagement()
            .AddPostHogEmulator(options => options.Definitions = definitions ?? NodeFlags.Document)
            .AddPostHog(options =>
            {
                options.Events.SendFlagCalled = false;
                options.Definitions.AskForMissing = true;

                // A busy machine must not look like an outage.
                options.Client.AttemptTimeout = TimeSpan.FromSeconds(30);
                options.Client.SlowCallThreshold = TimeSpan.FromSeconds(50);
                options.Client.TotalTimeout = TimeSpan.FromSeconds(60);
            });
        IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static Uri Address(IHost host) => host.Services.GetRequiredService<PostHogEmulator>().BaseAddress;

    private static JsonObject Arguments(JsonObject[] callers, bool local, params (string Name, int Value)[] more)
    {
        var arguments = new JsonObject { ["callers"] = new JsonArray([.. callers.Select(static caller => caller.DeepClone())]), ["local"] = local };
        if (local)
        {
            arguments["secretKey"] = PostHogEmulator.SecretKey;
        }

        foreach ((string name, int value) in more)
        {
            arguments[name] = value;
        }

        return arguments;
    }

    private static async Task<Dictionary<string, string>> LibraryAsync(IHost host, JsonObject caller)
    {
        IReadOnlyDictionary<string, FlagResult> results = await host.Services.GetRequiredService<IPostHogFlags>()
            .GetAllFlagsAsync(Context(caller), cancellationToken: TestContext.Current.CancellationToken);
        return results.ToDictionary(static pair => pair.Key, static pair => pair.Value.Variant ?? pair.Value.IsEnabled.ToString());
    }

    private static async Task<Dictionary<string, string>> EmulatorAsync(IHost host, JsonObject caller)
    {
        var body = new JsonObject
        {
            ["token"] = PostHogEmulator.ProjectToken,
            ["distinct_id"] = caller["distinctId"]!.DeepClone(),
            ["person_properties"] = caller["personProperties"]!.DeepClone(),
            ["groups"] = caller["groups"]?.DeepClone() ?? new JsonObject(),
            ["group_properties"] = caller["groupProperties"]?.DeepClone() ?? new JsonObject(),
            ["evaluation_runtime"] = "server",
        };
        using var http = new HttpClient { BaseAddress = Address(host) };
        using HttpResponseMessage response = await http.PostAsync("/flags/?v=2", new StringContent(body.ToJsonString()), TestContext.Current.CancellationToken);
        JsonElement answer = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return answer.GetProperty("flags").EnumerateObject().ToDictionary(
            static flag => flag.Name,
            static flag => Text(flag.Value, "variant") ?? flag.Value.GetProperty("enabled").GetBoolean().ToString());
    }

    private static PostHogContext Context(JsonObject caller)
    {
        var groups = new Dictionary<string, PostHogGroup>(StringComparer.Ordinal);
        if (caller["groups"]?["workspace"]?.GetValue<string>() is { } workspace)
        {
            groups["workspace"] = new PostHogGroup(workspace, Properties(caller["groupProperties"]!["workspace"]!));
        }

        return new PostHogContext(caller["distinctId"]!.GetValue<string>()) { PersonProperties = Properties(caller["personProperties"]!), Groups = groups };
    }

    private static Dictionary<string, object?> Properties(JsonNode json) =>
        json.AsObject().ToDictionary(static pair => pair.Key, static pair => (object?)JsonSerializer.SerializeToElement(pair.Value), StringComparer.Ordinal);

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static string? Json(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null;
}
