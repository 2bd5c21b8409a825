using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-01")]
public sealed class RegistrationTests
{
    [Theory]
    [InlineData(true, "phs_emulator")]
    [InlineData(false, null)]
    public async Task ClientOptions_WithEmulator_PointToIt(bool localEvaluation, string? secret)
    {
        await using ServiceProvider services = Build(options => options.LocalEvaluation = localEvaluation);

        PostHogFeatureManagementOptions client = services.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value;

        Assert.Equal(services.GetRequiredService<PostHogEmulator>().BaseAddress, new Uri(client.HostUrl));
        Assert.Equal("phc_emulator", client.ProjectToken);
        Assert.Equal(secret, client.SecretKey);
    }

    [Fact]
    public async Task Host_ServiceRegisteredEarlier_StartsAfterTheEmulator()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService<EarlyCaller>();
        builder.Services.AddFeatureManagement().AddPostHogEmulator(static options => options.AllowProduction = true);
        using IHost host = builder.Build();

        await host.StartAsync(RunningEmulator.Cancelled);
        await host.StopAsync(RunningEmulator.Cancelled);

        EarlyCaller caller = host.Services.GetServices<IHostedService>().OfType<EarlyCaller>().Single();
        Assert.Equal(HttpStatusCode.OK, caller.AtStart);
        Assert.Equal(HttpStatusCode.OK, caller.AtStop);
        using var late = new HttpClient();
        Uri address = host.Services.GetRequiredService<PostHogEmulator>().BaseAddress;
        await Assert.ThrowsAsync<HttpRequestException>(() => late.GetAsync(address, RunningEmulator.Cancelled));
    }

    [Theory]
    [InlineData("Production", false, false)]
    [InlineData("Production", true, true)]
    [InlineData("Staging", false, true)]
    [InlineData("Development", false, true)]
    public async Task Host_Environment_DecidesWhetherItStarts(string environment, bool allowProduction, bool starts)
    {
        var logger = new RecordingLogger();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Logging.AddProvider(logger);
        builder.Services.AddFeatureManagement().AddPostHogEmulator(options => options.AllowProduction = allowProduction);
        using IHost host = builder.Build();

        Exception? failure = await Record.ExceptionAsync(() => host.StartAsync(RunningEmulator.Cancelled));

        Assert.Equal(starts, failure is null);
        Assert.Contains("AllowProduction", failure?.Message ?? "AllowProduction", StringComparison.Ordinal);
        Assert.Equal(environment == "Production" && starts, logger.Entries.Any(static entry => entry.Id.Name == "RunsInProduction"));
    }

    [Fact]
    public void Create_PortIsTaken_ThrowsOneLineWithThePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using ServiceProvider services = Build(options => options.Port = port);

        var exception = Assert.Throws<PostHogEmulatorException>(services.GetRequiredService<PostHogEmulator>);

        Assert.Contains(port.ToString(provider: null), exception.Message, StringComparison.Ordinal);
        Assert.Contains("PostHogEmulatorOptions.Port", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Create_InvalidSettings_ReportsThemTogether()
    {
        using ServiceProvider services = Build(options =>
        {
            options.Port = 70000;
            options.DefinitionsFile = "flags.json";
            options.Definitions = "{}";
            options.Persons[string.Empty] = new Dictionary<string, object?>();
        });

        var exception = Assert.Throws<OptionsValidationException>(services.GetRequiredService<PostHogEmulator>);

        Assert.Equal(3, exception.Failures.Count());
    }

    [Fact]
    public async Task AddPostHogEmulator_Twice_KeepsOneEmulatorWithBothSettings()
    {
        var collection = new ServiceCollection();
        collection.AddFeatureManagement().AddPostHogEmulator().AddPostHogEmulator(options => options.Definitions = RunningEmulator.TwoFlags);
        await using ServiceProvider services = collection.BuildServiceProvider();

        Assert.Single(services.GetServices<PostHogEmulator>());
        Assert.Single(services.GetServices<IHostedService>());
        services.GetRequiredService<PostHogEmulator>().SetActive("beta", false);
    }

    [Fact]
    public async Task Edit_UnknownFlagOrBrokenDefinitions_Throws()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        Assert.Throws<PostHogEmulatorException>(() => running.Emulator.SetActive("nope", true));
        Assert.Throws<PostHogEmulatorException>(() => running.Emulator.SetRollout("nope", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => running.Emulator.SetRollout("beta", 101));
        Assert.Throws<PostHogEmulatorException>(() => running.Emulator.ReplaceDefinitions("{"));
        await Assert.ThrowsAsync<PostHogEmulatorException>(() => RunningEmulator.StartAsync("nonsense"));
    }

    private static ServiceProvider Build(Action<PostHogEmulatorOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddFeatureManagement().AddPostHogEmulator(configure);
        return services.BuildServiceProvider();
    }

    private sealed class EarlyCaller(PostHogEmulator emulator) : IHostedService
    {
        public HttpStatusCode? AtStart { get; private set; }

        public HttpStatusCode? AtStop { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken) => AtStart = await CallAsync(cancellationToken);

        public async Task StopAsync(CancellationToken cancellationToken) => AtStop = await CallAsync(cancellationToken);

        private async Task<HttpStatusCode> CallAsync(CancellationToken cancellationToken)
        {
            using var http = new HttpClient();
            using HttpResponseMessage response = await http.GetAsync(emulator.BaseAddress, cancellationToken);
            return response.StatusCode;
        }
    }
}
