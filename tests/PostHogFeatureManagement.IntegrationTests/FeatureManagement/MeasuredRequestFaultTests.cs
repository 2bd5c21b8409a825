using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Faults O7 to O12, measured in the closest other integration, do not occur here. Each test's trait names its fault.</summary>
public sealed class MeasuredRequestFaultTests
{
    private const string FlagsPath = "/flags";
    private const string DefinitionsPath = "/flags/definitions";

    [Fact]
    [Trait("Fault", "O7")]
    [Trait("Promise", "RS-01")]
    public async Task GetFlagAsync_PostHogHangs_TimesOut()
    {
        await using GateHost host = await RemoteHost.StartAsync([FlagJson.On("beta")], new("PostHog:Client:AttemptTimeout", "00:00:00.1"), new("PostHog:Client:TotalTimeout", "00:00:00.3"), new("PostHog:Client:SlowCallThreshold", "00:00:00.2"));
        host.PostHog.SetFaults(new() { Hang = true, Endpoint = FlagsPath });

        await host.InRequestAsync(async context => Assert.Equal(FlagReason.Timeout, (await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync("beta")).Reason));

        var defaults = new PostHogClientOptions();
        Assert.Equal(TimeSpan.FromSeconds(2), defaults.AttemptTimeout);
        Assert.Equal(TimeSpan.FromSeconds(4), defaults.TotalTimeout);
    }

    [Fact]
    [Trait("Fault", "O8")]
    [Trait("Promise", "RC-08")]
    public async Task Check_TwentyConcurrentFirstRequests_DownloadsOnce()
    {
        await using GateHost local = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"))));
        await using GateHost remote = await RemoteHost.StartAsync(FlagJson.On("beta"));
        foreach (GateHost host in new[] { local, remote })
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.InRequestAsync(async context =>
                Assert.True(await context.RequestServices.GetRequiredService<IFeatureManager>().IsEnabledAsync("beta")))));
        }

        Assert.Equal(1, local.PostHog.RequestCount(DefinitionsPath));
        Assert.Equal(0, local.PostHog.RequestCount(FlagsPath));
        Assert.Equal(1, remote.PostHog.RequestCount(FlagsPath));
    }

    [Fact]
    [Trait("Fault", "O9")]
    [Trait("Promise", "DF-01")]
    public async Task Check_DefinitionsFail_DownloadsNoDefinitions()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("a"), FlagJson.On("b")))
        {
            Configuration = [new("PostHog:Client:MaxRetryAttempts", "0"), new("PostHog:Cache:NegativeFor", "00:30:00")],
            BeforeStart = emulator => emulator.SetFaults(new() { Status = 503 }),
        });

        for (int i = 0; i < 5; i++)
        {
            await host.InRequestAsync(async context =>
            {
                var manager = context.RequestServices.GetRequiredService<IFeatureManager>();
                Assert.False(await manager.IsEnabledAsync("a"));
                Assert.False(await manager.IsEnabledAsync("b"));
            });
        }

        Assert.Equal(1, host.PostHog.RequestCount(DefinitionsPath));
        Assert.Equal(1, host.PostHog.RequestCount(FlagsPath));
    }

    [Fact]
    [Trait("Fault", "O10")]
    [Trait("Promise", "RS-02")]
    public async Task GetFlagAsync_SlowOrFailingAnswers_OpensCircuit()
    {
        await using GateHost slow = await RemoteHost.StartAsync(
            [FlagJson.On("beta")], new("PostHog:Client:SlowCallThreshold", "00:00:00.1"), new("PostHog:Client:AttemptTimeout", "00:00:30"), new("PostHog:Client:TotalTimeout", "00:01:00"));
        slow.PostHog.SetFaults(new() { Latency = TimeSpan.FromMilliseconds(150), Endpoint = FlagsPath });
        await using GateHost refusing = await RemoteHost.StartAsync([FlagJson.On("beta")], new("PostHog:Client:MinimumThroughput", "5"), new("PostHog:Client:MaxRetryAttempts", "0"));
        refusing.PostHog.SetFaults(new() { Status = 503, Endpoint = FlagsPath });

        Assert.Equal([FlagReason.ConditionMatch, FlagReason.CircuitOpen], (await ReasonsAsync(slow, 20)).Distinct());
        Assert.Equal(1, slow.PostHog.RequestCount(FlagsPath));
        Assert.Equal([FlagReason.RequestFailed, FlagReason.CircuitOpen], (await ReasonsAsync(refusing, 20)).Distinct());
        Assert.Equal(5, refusing.PostHog.RequestCount(FlagsPath));
    }

    [Fact]
    [Trait("Fault", "O11")]
    [Trait("Promise", "EV-14")]
    public async Task Check_LocalOnly_SendsNoRequest()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ServerOnly("server-only"))));
        await using GateHost strict = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ServerOnly("server-only"))) { Configuration = [new("PostHog:Definitions:LocalOnly", "true")] });

        await host.InRequestAsync(async context =>
            Assert.Equal(FlagReason.ExperienceContinuity, (await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync("server-only", new FlagCallOptions { LocalOnly = true })).Reason));
        await strict.InRequestAsync(async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("server-only")));

        Assert.Equal(0, host.PostHog.RequestCount(FlagsPath));
        Assert.Equal(0, strict.PostHog.RequestCount(FlagsPath));
        Assert.Empty(host.PostHog.Events);
        Assert.Empty(strict.PostHog.Events);
    }

    [Fact]
    [Trait("Fault", "O12")]
    [Trait("Promise", "RS-09")]
    public async Task RunOnceAsync_QuotaExceededTemporarily_KeepsPolling()
    {
        var clock = new ManualTimeProvider();
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"))) { Services = services => clock.AddTo(services) });
        DefinitionsPoller poller = host.Services.GetServices<IHostedService>().OfType<DefinitionsPoller>().Single();
        host.PostHog.SetFaults(new() { QuotaExceeded = true });
        await poller.RunOnceAsync(CancellationToken.None);
        Assert.Equal("on", await AskAsync(host));

        host.PostHog.ClearFaults();
        host.PostHog.SetActive("beta", false);
        await Eventually.TrueAsync(async () =>
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            return await AskAsync(host) == "off";
        });

        static async Task<string> AskAsync(GateHost host)
        {
            using IServiceScope scope = host.Services.CreateScope();
            return await FeatureInterfaces.Of(scope.ServiceProvider).AskAsync("beta", new PostHogContext("anna"));
        }
    }

    private static async Task<List<FlagReason>> ReasonsAsync(GateHost host, int users)
    {
        var flags = host.Services.GetRequiredService<IPostHogFlags>();
        var reasons = new List<FlagReason>();
        for (int i = 0; i < users; i++)
        {
            reasons.Add((await flags.GetFlagAsync("beta", new PostHogContext($"user-{i}"))).Reason);
        }

        return reasons;
    }
}
