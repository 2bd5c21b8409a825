#pragma warning disable ASPDEPR004, ASPDEPR008 // The classic web host is obsolete, and applications still have it.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// The classic web host calls only <c>StartAsync</c> and <c>StopAsync</c> of hosted services. The emulator never started there, the start check did not run,
/// and nobody was told about flag names that the configuration has as well.
/// </summary>
[Trait("Promise", "FM-23")]
public sealed class ClassicWebHostTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Start_Emulator_ListensAndItsDefinitionsAreThere(bool scoped)
    {
        using IWebHost host = Build(scoped);

        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("on", await AskAsync(host.Services));
        PostHogEmulator emulator = host.Services.GetRequiredService<PostHogEmulator>();
        Assert.Equal((1, 0), (emulator.RequestCount("/flags/definitions"), emulator.RequestCount("/flags")));

        await host.StopAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(emulator.BaseAddress));
    }

    [Theory]
    [CombinatorialBools]
    public async Task Start_WithoutSecretKey_EmulatorDecides(bool scoped)
    {
        using IWebHost host = Build(scoped, remote: true);

        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("on", await AskAsync(host.Services));
    }

    [Theory]
    [CombinatorialBools]
    public async Task Start_ProviderRegisteredAfterwards_FailsAndSaysWhatToDo(bool scoped)
    {
        using IWebHost host = Build(scoped, after: static features => features.Services.AddSingleton<IFeatureDefinitionProvider, OwnProvider>());

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains(typeof(OwnProvider).FullName!, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Call AddPostHog last", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Start_NameInConfigurationToo_IsReportedOnce(bool classic)
    {
        LogEntry[] reports;
        if (classic)
        {
            using IWebHost host = Build(scoped: false);
            await host.StartAsync(TestContext.Current.CancellationToken);
            reports = Reports(host.Services);
        }
        else
        {
            await using GateHost host = await GateHost.StartAsync(
                new GateHostSettings(FlagJson.Set(FlagJson.ForUser("only-anna", "anna"))) { Configuration = [new("FeatureManagement:only-anna", "false")] });
            reports = Reports(host.Services);
        }

        Assert.Contains("only-anna", Assert.Single(reports).Message, StringComparison.Ordinal);

        static LogEntry[] Reports(IServiceProvider services) =>
            [.. services.GetRequiredService<LogCollector>().Entries.Where(static entry => entry.EventId.Id == LogEvents.NamesShadowed)];
    }

    private static async Task<string> AskAsync(IServiceProvider services)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        return await FeatureInterfaces.Of(scope.ServiceProvider).AskAsync("only-anna", new PostHogContext("anna"));
    }

    private static async Task GetAsync(Uri address)
    {
        using var http = new HttpClient();
        using HttpResponseMessage response = await http.GetAsync(address);
    }

    private static IWebHost Build(bool scoped, bool remote = false, Action<IFeatureManagementBuilder>? after = null) => new WebHostBuilder()
        .UseTestServer()
        .UseEnvironment("Staging")
        .ConfigureAppConfiguration(static configuration => configuration.AddInMemoryCollection([new("FeatureManagement:only-anna", "false")]))
        .ConfigureServices(services =>
        {
            services.AddSingleton<LogCollector>().AddSingleton<ILoggerProvider>(static provider => provider.GetRequiredService<LogCollector>());
            IFeatureManagementBuilder features = scoped ? services.AddScopedFeatureManagement() : services.AddFeatureManagement();
            features.AddPostHog().AddPostHogEmulator(options =>
            {
                options.Definitions = FlagJson.Set(FlagJson.ForUser("only-anna", "anna"));
                options.LocalEvaluation = !remote;
            });
            after?.Invoke(features);
        })
        .Configure(static app => app.UsePostHog())
        .Build();

    private sealed class OwnProvider : IFeatureDefinitionProvider
    {
        public IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync() => AsyncEnumerable.Empty<FeatureDefinition>();

        public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) => Task.FromResult<FeatureDefinition>(null!);
    }
}
