using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>A real web application with an emulated PostHog. Service scopes are validated.</summary>
internal sealed class GateHost : IAsyncDisposable
{
    /// <summary>Most tests end with exposures that nobody looks at.</summary>
    private static readonly KeyValuePair<string, string?>[] NoWaitAtTheEnd = [new("PostHog:Events:ShutdownTimeout", "00:00:00")];

    private readonly WebApplication _app;

    private GateHost(WebApplication app)
    {
        _app = app;
        Client = app.Services.GetRequiredService<IServer>() is TestServer ? app.GetTestClient() : new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public TestServer Server => _app.GetTestServer();

    public PostHogEmulator PostHog => Services.GetRequiredService<PostHogEmulator>();

    public LogCollector Logs => Services.GetRequiredService<LogCollector>();

    public IConfigurationRoot Configuration => (IConfigurationRoot)_app.Configuration;

    public static async Task<GateHost> StartAsync(GateHostSettings settings)
    {
        WebApplication app = Build(settings);
        try
        {
            settings.BeforeStart?.Invoke(app.Services.GetRequiredService<PostHogEmulator>());
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new GateHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Sends a request as a signed-in user, given by ID and claims in the form <c>type=value</c>.</summary>
    public async Task<string> GetAsync(string path, string? user = "anna", params string[] claims)
    {
        using HttpResponseMessage response = await SendAsync(path, user, claims);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<HttpResponseMessage> SendAsync(string path, string? user = "anna", params string[] claims)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (user is not null)
        {
            request.Headers.Add(TestUser.Header, string.Join(';', [user, .. claims]));
        }

        return await Client.SendAsync(request);
    }

    /// <summary>Runs a test's code in a request.</summary>
    public Task InRequestAsync(Func<HttpContext, Task> work, string? user = "anna", params string[] claims) =>
        Services.GetRequiredService<RequestWork>().RunAsync(this, work, user, claims);

    /// <summary>Completes when the application has definitions that meet the condition.</summary>
    public Task DefinitionsAsync(Func<FlagSet, bool> condition) =>
        Eventually.TrueAsync(() => Services.GetRequiredService<DefinitionsStore>().Current is { } current && condition(current.FlagSet));

    /// <summary>Enables or disables a flag, and waits until the application has the change.</summary>
    public Task SwitchAsync(string key, bool active)
    {
        PostHog.SetActive(key, active);
        return DefinitionsAsync(flags => flags.TryGetFlag(key, out FlagDefinition? flag) && flag.IsActive == active);
    }

    /// <summary>Changes <c>PostHog:Enabled</c> in the configuration.</summary>
    public void Turn(bool on)
    {
        Configuration["PostHog:Enabled"] = on.ToString();
        Configuration.Reload();
    }

    private static WebApplication Build(GateHostSettings settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = settings.Environment });
        builder.Host.UseDefaultServiceProvider(options =>
        {
            options.ValidateScopes = true;
            options.ValidateOnBuild = true;
        });

        // Drops the sample's settings in the tests' output folder, including the address to listen on.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(NoWaitAtTheEnd).AddInMemoryCollection(settings.Configuration);
        _ = settings.Listens ? builder.WebHost.UseUrls("http://127.0.0.1:0") : builder.WebHost.UseTestServer();
        if (settings.ConfigurationJson is { } json)
        {
            // Some tests reload the configuration, and a stream cannot be read twice.
            builder.Configuration.AddInMemoryCollection(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build().AsEnumerable());
        }

        builder.Logging.ClearProviders();
        builder.Services.AddRouting().AddSingleton<RequestWork>().AddSingleton<LogCollector>().AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogCollector>());
        IFeatureManagementBuilder features = AddFeatures(builder.Services, settings);
        settings.BeforePostHog?.Invoke(features);
        features.AddPostHog().AddPostHogEmulator(options =>
        {
            options.Definitions = settings.Definitions;
            options.LocalEvaluation = !settings.Remote;
        });
        settings.AfterPostHog?.Invoke(features);
        settings.Services?.Invoke(builder.Services);

        WebApplication app = builder.Build();
        if (settings.Pipeline is { } pipeline)
        {
            pipeline(app);
        }
        else
        {
            RequestWork.Map(app, settings.UsePostHog);
        }

        return app;
    }

    private static IFeatureManagementBuilder AddFeatures(IServiceCollection services, GateHostSettings settings) => settings switch
    {
        { Scoped: true, FeatureConfiguration: { } configuration } => services.AddScopedFeatureManagement(configuration),
        { Scoped: true } => services.AddScopedFeatureManagement(),
        { FeatureConfiguration: { } configuration } => services.AddFeatureManagement(configuration),
        _ => services.AddFeatureManagement(),
    };
}
