using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions.Sharing;

/// <summary>One instance of an application, with a host and a clock of its own. PostHog is an emulator, and polls are frequent.</summary>
internal sealed class FleetInstance : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly IHost _host;

    private FleetInstance(IHost host) => _host = host;

    public required RecordingLogger Logs { get; init; }

    public DefinitionsStatus Status => _host.Services.GetRequiredService<IPostHogDefinitions>().Status;

    public static async Task<FleetInstance> StartAsync(PostHogEmulator postHog, Action<IFeatureManagementBuilder> share, params (string Key, string Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PostHog:ProjectToken"] = PostHogEmulator.ProjectToken,
            ["PostHog:SecretKey"] = PostHogEmulator.SecretKey,
            ["PostHog:HostUrl"] = postHog.BaseAddress.ToString(),
            ["PostHog:Definitions:PollInterval"] = Interval.ToString(),
            ["PostHog:Definitions:ShareCheckInterval"] = "00:00:00.1",
            ["PostHog:Definitions:StartupTimeout"] = "00:00:10",
            ["PostHog:Client:MaxRetryAttempts"] = "0",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(static setting => setting.Key, static setting => (string?)setting.Value));
        share(builder.Services.AddFeatureManagement().AddPostHog());
        var logs = new RecordingLogger();
        builder.Logging.AddProvider(logs);
        IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new FleetInstance(host) { Logs = logs };
    }

    public async Task<bool> IsOnAsync(string key)
    {
        FlagResult result = await _host.Services.GetRequiredService<IPostHogFlags>().GetFlagAsync(key, new PostHogContext("u"), new FlagCallOptions { LocalOnly = true });
        return result.IsEnabled;
    }

    public Task<DefinitionsRefreshResult> RefreshAsync() => _host.Services.GetRequiredService<IPostHogDefinitions>().RefreshAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
