using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>A real web application with gates, and an emulated PostHog behind it.</summary>
internal sealed class GateHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GateHost(WebApplication app)
    {
        _app = app;
        Client = app.Services.GetRequiredService<IServer>() is TestServer ? app.GetTestClient() : new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public PostHogEmulator PostHog => Services.GetRequiredService<PostHogEmulator>();

    public LogCollector Logs => Services.GetRequiredService<LogCollector>();

    public static async Task<GateHost> StartAsync(GateHostSettings settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        _ = settings.Listens ? builder.WebHost.UseUrls("http://127.0.0.1:0") : builder.WebHost.UseTestServer();
        builder.Host.UseDefaultServiceProvider(static options => options.ValidateScopes = options.ValidateOnBuild = true);
        builder.Configuration.AddInMemoryCollection(settings.Configuration);
        builder.Logging.ClearProviders();
        builder.Services.AddRouting().AddSingleton<LogCollector>().AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogCollector>());
        IFeatureManagementBuilder features = settings.Scoped ? builder.Services.AddScopedFeatureManagement() : builder.Services.AddFeatureManagement();
        settings.BeforePostHog?.Invoke(features);
        features.AddPostHog().AddPostHogEmulator(options =>
        {
            options.Definitions = settings.Definitions;
            options.LocalEvaluation = !settings.Remote;
        });
        settings.Services?.Invoke(builder.Services);

        WebApplication app = builder.Build();
        settings.Pipeline?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new GateHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
