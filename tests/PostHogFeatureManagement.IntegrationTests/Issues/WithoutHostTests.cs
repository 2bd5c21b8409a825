using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// Without a host, as with a plain <c>new ServiceCollection()</c>, nothing started the polling of definitions, so PostHog was silently asked about every caller. Nothing started the emulator either.
/// </summary>
[Trait("Promise", "FM-23")]
public sealed class WithoutHostTests
{
    private const string DefinitionsPath = "/flags/definitions";

    [Theory]
    [CombinatorialBools]
    public async Task FirstCheck_DefinitionsAreSlow_DoesNotWaitAndLaterChecksUseThem(bool scoped)
    {
        await using ServiceProvider services = Build(scoped);
        PostHogEmulator emulator = services.GetRequiredService<PostHogEmulator>();
        emulator.SetFaults(new() { Hang = true, Endpoint = DefinitionsPath });

        Assert.Equal("on", await AskAsync(services, "anna"));
        Assert.Equal(1, emulator.RequestCount("/flags"));

        emulator.ClearFaults();
        await Eventually.TrueAsync(() => services.GetRequiredService<DefinitionsStore>().HasDefinitions);
        Assert.Equal("off", await AskAsync(services, "bob"));
        Assert.Equal("on", await AskAsync(services, "anna"));
        Assert.Equal(1, emulator.RequestCount("/flags"));
    }

    [Theory]
    [CombinatorialBools]
    public async Task FirstCheck_WithoutSecretKeyOrSwitchedOff_AsksForNoDefinitions(bool off)
    {
        await using ServiceProvider services = Build(scoped: false, remote: !off, settings: [new("PostHog:Enabled", off ? "false" : "true")]);

        Assert.Equal(off ? "off" : "on", await AskAsync(services, "anna"));

        DefinitionsPoller poller = services.GetRequiredService<DefinitionsPoller>();
        await Eventually.TrueAsync(() => off ? poller.ExecuteTask is null : poller.ExecuteTask is { IsCompletedSuccessfully: true });
        Assert.Equal(0, services.GetRequiredService<PostHogEmulator>().RequestCount(DefinitionsPath));
    }

    [Theory]
    [CombinatorialBools]
    public async Task Dispose_WhilePolling_EndsIt(bool isAsync, bool hangs)
    {
        ServiceProvider services = Build(scoped: false);
        if (hangs)
        {
            services.GetRequiredService<PostHogEmulator>().SetFaults(new() { Hang = true, Endpoint = DefinitionsPath });
        }

        await AskAsync(services, "anna");
        DefinitionsPoller poller = services.GetRequiredService<DefinitionsPoller>();
        await Eventually.TrueAsync(() => services.GetRequiredService<PostHogEmulator>().RequestCount(DefinitionsPath) == 1 && poller.ExecuteTask is not null);
        LogCollector logs = services.GetRequiredService<LogCollector>();

        if (isAsync)
        {
            await services.DisposeAsync();
        }
        else
        {
            services.Dispose();
        }

        await poller.ExecuteTask!.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(logs.Troubles);
    }

    [Fact]
    public async Task FirstCheck_CallersFlow_DoesNotReachThePolling()
    {
        var flow = new AsyncLocal<string?>();
        var seen = new FlowRecorder(flow);
        await using ServiceProvider services = Build(
            scoped: false, more: collection => collection.AddHttpClient(PostHogHttp.ClientName).AddHttpMessageHandler(() => seen));
        flow.Value = "a request";

        await AskAsync(services, "anna");
        await Eventually.TrueAsync(() => services.GetRequiredService<DefinitionsStore>().HasDefinitions);

        Assert.Null(seen.OfDefinitions);
    }

    [Fact]
    public async Task CheckBeforeTheHostStarts_StartStillWaitsForTheDefinitions()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Staging });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        AddTo(builder.Services, scoped: false, remote: false);
        await using WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");

        await AskAsync(app.Services, "anna");
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.True(app.Services.GetRequiredService<DefinitionsStore>().HasDefinitions);
        Assert.Equal(1, app.Services.GetRequiredService<PostHogEmulator>().RequestCount(DefinitionsPath));
    }

    [Fact]
    public async Task FirstCheck_EmulatorWasStopped_StaysStopped()
    {
        await using ServiceProvider services = Build(scoped: false, settings: [new("PostHog:Client:MaxRetryAttempts", "0")]);
        PostHogEmulator emulator = services.GetRequiredService<PostHogEmulator>();
        await emulator.StartAsync(TestContext.Current.CancellationToken);
        await emulator.StopAsync();

        Assert.Equal("off", await AskAsync(services, "anna"));
        Assert.Equal(0, emulator.RequestCount("/flags"));
    }

    private static ServiceProvider Build(bool scoped, bool remote = false, IEnumerable<KeyValuePair<string, string?>>? settings = null, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).Build());
        services.AddSingleton<LogCollector>().AddSingleton<ILoggerProvider>(static provider => provider.GetRequiredService<LogCollector>());
        AddTo(services, scoped, remote);
        more?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private static void AddTo(IServiceCollection services, bool scoped, bool remote)
    {
        IFeatureManagementBuilder features = scoped ? services.AddScopedFeatureManagement() : services.AddFeatureManagement();
        features.AddPostHog().AddPostHogEmulator(options =>
        {
            options.Definitions = FlagJson.Set(FlagJson.ForUser("only-anna", "anna"));
            options.LocalEvaluation = !remote;
        });
    }

    private static async Task<string> AskAsync(IServiceProvider services, string user)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        return await FeatureInterfaces.Of(scope.ServiceProvider).AskAsync("only-anna", new PostHogContext(user));
    }

    private sealed class FlowRecorder(AsyncLocal<string?> flow) : DelegatingHandler
    {
        public string? OfDefinitions { get; private set; } = "never asked";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath.Contains("definitions", StringComparison.Ordinal))
            {
                OfDefinitions = flow.Value;
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
