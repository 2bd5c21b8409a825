using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.AspNetCore.Gates;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

[Trait("Promise", "DX-06")]
public sealed class UnknownGatesTests
{
    private static readonly GateHostSettings Settings = new(GateSite.Definitions)
    {
        ConfigurationJson = """{ "FeatureManagement": { "configured": false } }""",
        Pipeline = static app =>
        {
            app.MapGet("/a", [FeatureGate("tpyo", "on", "ON", "Configured")] () => "a");
            app.MapGet("/b", [FeatureGate("headline")] () => "b").RequireFeature("other");
            app.MapGet("/c", [FeatureGate("tpyo")] () => "c");
        },
    };

    [Fact]
    public async Task Start_UnknownNames_AreLoggedOnce()
    {
        await using GateHost host = await GateHost.StartAsync(Settings);

        await host.DefinitionsAsync(static _ => true);
        await Eventually.TrueAsync(() => Warnings(host).Any());
        await host.SwitchAsync("on", active: false);

        string message = Assert.Single(Warnings(host)).Message;
        Assert.Contains("so these are off: other, tpyo.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_KnownNames_LogsNothing()
    {
        await using GateHost host = await GateHost.StartAsync(Settings with
        {
            Pipeline = static app => app.MapGet("/a", [FeatureGate("on", "OFF", "Configured")] () => "a").RequireFeature("vip"),
        });

        await host.DefinitionsAsync(static _ => true);
        await Eventually.TrueAsync(() => Service(host).HasCompared);

        Assert.Empty(Warnings(host));
    }

    /// <summary>Until a page is loaded, its endpoint does not name its features.</summary>
    [Fact]
    public async Task Start_Pages_AreCompared()
    {
        await using GateHost host = await new GateSite
        {
            Services = static services => services.Configure<RazorPagesOptions>(static pages => pages.Conventions.AddFolderApplicationModelConvention(
                "/page", static page => page.Filters.Add(new FeatureGateAttribute("of-a-page")))),
        }.StartAsync();

        await host.DefinitionsAsync(static _ => true);
        await Eventually.TrueAsync(() => Service(host).HasCompared);

        string message = Assert.Single(Warnings(host)).Message;
        Assert.Contains("of-a-page", message, StringComparison.Ordinal);
    }

    /// <summary>Where minimal APIs are asked for their endpoints, the application's conventions run again. Routing and link generation ask once each.</summary>
    [Fact]
    public async Task Start_Comparing_BuildsNoEndpointAgain() => Assert.Equal(await CountBuildsAsync(compares: false), await CountBuildsAsync(compares: true));

    /// <summary>PostHog's servers may have more flags than this process knows.</summary>
    [Theory]
    [InlineData(true, "false")]
    [InlineData(false, "true")]
    public async Task Start_ServersDecide_LogsNothing(bool remote, string askForMissing)
    {
        await using GateHost host = await GateHost.StartAsync(Settings with
        {
            Remote = remote,
            Configuration = [new("PostHog:Definitions:AskForMissing", askForMissing)],
        });

        Assert.False(Service(host).HasBegun);
        Assert.Empty(Warnings(host));
    }

    private static async Task<int> CountBuildsAsync(bool compares)
    {
        int builds = 0;
        await using GateHost host = await GateHost.StartAsync(Settings with
        {
            Remote = !compares,
            Pipeline = app => app.MapGet("/a", [FeatureGate("tpyo")] () => "a").Add(_ => Interlocked.Increment(ref builds)),
        });
        using HttpResponseMessage response = await host.SendAsync("/a");
        Assert.NotEmpty(host.Services.GetRequiredService<EndpointDataSource>().Endpoints);
        await Eventually.TrueAsync(() => Service(host).HasCompared == compares);
        return Volatile.Read(ref builds);
    }

    private static IEnumerable<LogEntry> Warnings(GateHost host) => host.Logs.Entries.Where(static entry => entry.EventId.Id == LogEvents.GatesOfUnknownFeatures);

    private static UnknownGates Service(GateHost host) => host.Services.GetServices<IHostedService>().OfType<UnknownGates>().Single();
}
