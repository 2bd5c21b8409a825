using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>An emulator on a free port, and an HTTP client for it.</summary>
internal sealed class RunningEmulator : IAsyncDisposable
{
    public const string TwoFlags = """
        {
          "flags": [
            { "id": 1, "key": "beta", "name": "Beta", "active": true, "version": 3,
              "filters": { "groups": [ { "properties": [], "rollout_percentage": 100 } ], "payloads": { "true": "{\"size\":2}" } } },
            { "id": 2, "key": "team-plan", "active": true, "filters": { "groups": [
                { "properties": [ { "key": "plan", "type": "person", "operator": "exact", "value": "team" } ], "rollout_percentage": 100 } ] } }
          ],
          "group_type_mapping": {}, "cohorts": {}
        }
        """;

    private readonly ServiceProvider _services;

    private RunningEmulator(ServiceProvider services)
    {
        _services = services;
        Emulator = services.GetRequiredService<PostHogEmulator>();
        Http = new HttpClient { BaseAddress = Emulator.BaseAddress };
    }

    public PostHogEmulator Emulator { get; }

    public HttpClient Http { get; }

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<RunningEmulator> StartAsync(Action<PostHogEmulatorOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddFeatureManagement().AddPostHogEmulator(configure ?? (options => options.Definitions = TwoFlags));
        var running = new RunningEmulator(services.BuildServiceProvider());
        await running.Emulator.StartAsync(Cancelled);
        return running;
    }

    public static Task<RunningEmulator> StartAsync(string definitions) => StartAsync(options => options.Definitions = definitions);

    public Task<HttpResponseMessage> GetDefinitionsAsync(
        string? secret = PostHogEmulator.SecretKey,
        string token = PostHogEmulator.ProjectToken,
        string? ifNoneMatch = null,
        string path = "/flags/definitions")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{path}?token={token}&send_cohorts");
        request.Headers.Authorization = secret is null ? null : new AuthenticationHeaderValue("Bearer", secret);
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        return Http.SendAsync(request, Cancelled);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null) =>
        Http.SendAsync(
            new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") },
            Cancelled);

    /// <summary>Asks for flags as a server does. Adds the token to the body.</summary>
    public Task<HttpResponseMessage> PostFlagsAsync(string members, string path = "/flags/?v=2") =>
        SendAsync(HttpMethod.Post, path, $$"""{ "token": "phc_emulator", "evaluation_runtime": "server", {{members}} }""");

    public async Task<JsonElement> FlagsAsync(string members, string path = "/flags/?v=2")
    {
        using HttpResponseMessage response = await PostFlagsAsync(members, path);
        return await JsonAsync(response);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, path);
        return await JsonAsync(response);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _services.DisposeAsync();
    }
}
