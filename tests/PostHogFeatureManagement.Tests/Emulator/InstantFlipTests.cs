using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>An application that hosts the emulator and polls it once an hour.</summary>
[Trait("Promise", "EM-06")]
public sealed class InstantFlipTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private IHost _host = null!;

    public static TheoryData<string> Ways => ["call", "page", "replacement", "file"];

    private PostHogEmulator PostHog => _host.Services.GetRequiredService<PostHogEmulator>();

    public ValueTask InitializeAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection([new("PostHog:Definitions:PollInterval", "01:00:00")]);
        builder.Services.AddFeatureManagement().AddPostHogEmulator(_folder.Write("flags.json", RunningEmulator.TwoFlags)).AddPostHog();
        _host = builder.Build();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Flip_InTheHostingApplication_ArrivesWithoutWaitingForThePoll(string way)
    {
        await _host.StartAsync(RunningEmulator.Cancelled);
        Assert.True(await IsOnAsync());

        await SwitchOffAsync(way);
        await Eventually.TrueAsync(async () => !await IsOnAsync());

        PostHog.ReplaceDefinitions(RunningEmulator.TwoFlags);
        await Eventually.TrueAsync(IsOnAsync);
    }

    [Fact]
    public async Task Reset_InTheHostingApplication_ArrivesWithoutWaitingForThePoll()
    {
        await _host.StartAsync(RunningEmulator.Cancelled);
        PostHog.SetActive("beta", false);
        await Eventually.TrueAsync(async () => !await IsOnAsync());

        PostHog.ResetDefinitions();

        await Eventually.TrueAsync(IsOnAsync);
    }

    private async Task SwitchOffAsync(string way)
    {
        string off = RunningEmulator.TwoFlags.Replace("\"active\": true, \"version\": 3", "\"active\": false", StringComparison.Ordinal);
        switch (way)
        {
            case "call":
                PostHog.SetActive("beta", false);
                break;
            case "page":
                using (var http = new HttpClient { BaseAddress = PostHog.BaseAddress })
                using (HttpResponseMessage response = await http.PutAsJsonAsync("/_emulator/flags/beta", new { active = false }, RunningEmulator.Cancelled))
                {
                    response.EnsureSuccessStatusCode();
                }

                break;
            case "replacement":
                PostHog.ReplaceDefinitions(off);
                break;
            default:
                _folder.Write("flags.json", off);
                break;
        }
    }

    private async Task<bool> IsOnAsync() =>
        (await _host.Services.GetRequiredService<IPostHogFlags>().GetFlagAsync("beta", new PostHogContext("anna"))).IsEnabled;
}
