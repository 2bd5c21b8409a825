using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Every access to a flag passes through the one exit and is reported there once, with what events and metrics need to know.</summary>
[Trait("Promise", "EV-10")]
public sealed class FlagAccessTests
{
    private readonly Recorder _accesses = new();

    [Theory]
    [CombinatorialBools]
    public async Task Check_ByManagerSnapshotOrFlags_IsReportedOnce(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(async context =>
        {
            IServiceProvider services = context.RequestServices;
            await services.GetRequiredService<IVariantFeatureManager>().IsEnabledAsync("beta");
            Assert.Equal(["beta"], _accesses.Take().Select(access => access.Key));

            await services.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("headline");
            Assert.Equal(["headline"], _accesses.Take().Select(access => access.Key));

            await services.GetRequiredService<IFeatureManagerSnapshot>().IsEnabledAsync("beta");
            Assert.Equal(["beta"], _accesses.Take().Select(access => access.Key));

            await services.GetRequiredService<IPostHogFlags>().GetFlagAsync("beta");
            (string key, FlagAnswer answer) = Assert.Single(_accesses.Take());
            Assert.Equal(("beta", true), (key, answer.IsEnabled));
            Assert.Equal(remote, answer.RequestId is not null);
            Assert.Equal(!remote, answer.DefinitionsFetchedAt is not null);
        });
    }

    [Theory]
    [CombinatorialBools]
    public async Task GetAllFlagsAsync_Flags_ReportsNoAccess(bool remote)
    {
        await using GateHost host = await StartAsync(scoped: false, remote);

        await host.InRequestAsync(async context =>
            Assert.NotEmpty(await context.RequestServices.GetRequiredService<IPostHogFlags>().GetAllFlagsAsync()));

        Assert.Empty(_accesses.Take());
    }

    [Fact]
    public async Task Check_TelemetryAndConfigurationAnswers_IsReportedOnce()
    {
        await using GateHost host = await StartAsync(scoped: false, remote: false, new("PostHog:FeatureManagement:Telemetry", "true"), new("FeatureManagement:server", "true"));
        host.PostHog.SetFaults(new() { Status = 500, Endpoint = "/flags" });

        await host.InRequestAsync(async context =>
            Assert.True(await context.RequestServices.GetRequiredService<IVariantFeatureManager>().IsEnabledAsync("server")));

        Assert.Equal([("server", false)], _accesses.Take().Select(access => (access.Key, access.Answer.HasValue)));
    }

    private Task<GateHost> StartAsync(bool scoped, bool remote, params KeyValuePair<string, string?>[] configuration) =>
        GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"), FlagJson.Variant("headline", "bold"), FlagJson.ServerOnly("server")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = configuration,
            Services = services => services.AddSingleton<IFlagObserver>(_accesses),
        });

    private sealed class Recorder : IFlagObserver
    {
        private readonly ConcurrentQueue<(string Key, FlagAnswer Answer)> _seen = new();

        public void OnAccess(in FlagQuestion question, in FlagAnswer answer) => _seen.Enqueue((question.Key, answer));

        public (string Key, FlagAnswer Answer)[] Take()
        {
            (string Key, FlagAnswer Answer)[] taken = [.. _seen];
            _seen.Clear();
            return taken;
        }
    }
}
