using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Faults O1 to O6 and O13 to O15, measured in the closest other integration, do not occur here. Each test's trait names its fault.</summary>
public sealed class MeasuredCheckFaultTests
{
    private const string FlagsPath = "/flags";

    [Fact]
    [Trait("Fault", "O1")]
    [Trait("Promise", "RC-01")]
    public async Task Check_SeveralFlagsInSeveralRequests_SendsOneRequest()
    {
        await using GateHost host = await RemoteHost.StartAsync(FlagJson.On("a"), FlagJson.On("b"), FlagJson.Variant("c", "bold", """{"x":1}"""));

        for (int i = 0; i < 3; i++)
        {
            await host.InRequestAsync(async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.True(await features.Snapshot.IsEnabledAsync("a"));
                Assert.True(await features.VariantSnapshot.IsEnabledAsync("b"));
                Assert.Equal("1", (await features.VariantSnapshot.GetVariantAsync("c")).Configuration["x"]);
                Assert.NotEmpty(await features.Snapshot.GetFeatureNamesAsync().ToListAsync());
            });
        }

        Assert.Equal(1, host.PostHog.RequestCount(FlagsPath));
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Fault", "O2")]
    [Trait("Promise", "FM-15")]
    public async Task Check_ConfiguredFlag_StaysOnWhetherPostHogFails(bool healthy)
    {
        await using GateHost host = await RemoteHost.StartAsync([FlagJson.On("both")], new("FeatureManagement:both", "true"), new("FeatureManagement:only-configuration", "true"));
        host.PostHog.SetFaults(new() { Status = healthy ? null : 500 });

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("both"));
            Assert.Equal("on", await features.AskAsync("only-configuration"));
        });
    }

    [Fact]
    [Trait("Fault", "O3")]
    [Trait("Promise", "FM-01")]
    public async Task Check_ScopedFeatureManagement_Answers()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"))) { Scoped = true });

        using IServiceScope scope = host.Services.CreateScope();
        Assert.Equal("on", await FeatureInterfaces.Of(scope.ServiceProvider).AskAsync("beta"));
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Fault", "O4")]
    [Trait("Promise", "FM-11")]
    public async Task GetServiceAsync_BooleanFlag_ReturnsNull(bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta")))
        {
            Remote = remote,
            AfterPostHog = features => features.WithVariantService<IDisposable>("beta"),
        });

        await host.InRequestAsync(async context =>
            Assert.Null(await context.RequestServices.GetRequiredService<IVariantServiceProvider<IDisposable>>().GetServiceAsync(CancellationToken.None)));
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Fault", "O5")]
    [Trait("Promise", "FM-08")]
    public async Task Check_ExplicitContext_IsHonoredByAllInterfaces(bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForCompany("acme", "$group_key", "acme"), FlagJson.ForUser("only-anna", "anna"), FlagJson.On("beta")))
        {
            Remote = remote,
            Configuration = [new("PostHog:Identity:TargetingGroupType", "company")],
        });

        await host.InRequestAsync(
            async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.Equal("on", await features.AskAsync("acme", new TargetingContext { UserId = "x", Groups = ["acme"] }));
                Assert.Equal("on", await features.AskAsync("only-anna", new TargetingContext { UserId = "anna" }));
                Assert.Equal("on", await features.AskAsync("beta", new Version(1, 2)));
                Assert.Equal("off", await features.AskAsync("only-anna", new Version(1, 2)));
            },
            user: "bob");
    }

    [Fact]
    [Trait("Fault", "O6")]
    [Trait("Promise", "RC-06")]
    public async Task GetFlagAsync_TwoFlagsInTurn_AreBothOn()
    {
        foreach (string freshFor in new[] { "00:00:30", "00:00:00" })
        {
            await using GateHost host = await RemoteHost.StartAsync([FlagJson.On("a"), FlagJson.On("b")], new KeyValuePair<string, string?>("PostHog:Cache:FreshFor", freshFor));
            await host.InRequestAsync(async context =>
            {
                var flags = context.RequestServices.GetRequiredService<IPostHogFlags>();
                Assert.True((await flags.GetFlagAsync("a")).IsEnabled);
                Assert.True((await flags.GetFlagAsync("b")).IsEnabled);
                Assert.True((await flags.GetFlagAsync("a")).IsEnabled);
            });
        }
    }

    [Fact]
    [Trait("Fault", "O13")]
    [Trait("Promise", "EV-13")]
    public async Task Check_AnonymousVisitorFlagForEveryone_SendsNoRequest()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"), FlagJson.Variant("headline", "bold"))));

        await host.InRequestAsync(
            async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.Equal("on", await features.AskAsync("beta"));
                Assert.Equal("on", await features.AskAsync("headline"));
                Assert.Equal("bold", (await features.Variants.GetVariantAsync("headline")).Name);
            },
            user: null);

        Assert.Equal(0, host.PostHog.RequestCount(FlagsPath));
        Assert.Empty(host.Logs.Troubles);
    }

    [Fact]
    [Trait("Fault", "O14")]
    [Trait("Promise", "RC-01")]
    public async Task Check_TenTimesInWorker_SendsOneRequest()
    {
        await using GateHost host = await RemoteHost.StartAsync(FlagJson.On("beta"));
        var manager = host.Services.GetRequiredService<IVariantFeatureManager>();

        for (int i = 0; i < 10; i++)
        {
            Assert.True(await manager.IsEnabledAsync("beta", new PostHogTargetingContext(new PostHogContext("job"))));
        }

        Assert.Equal(1, host.PostHog.RequestCount(FlagsPath));
    }

    [Fact]
    [Trait("Fault", "O15")]
    [Trait("Promise", "FM-13")]
    public async Task Check_SessionForcesFlagOff_IsOffInAllInterfaces()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"))) { Services = services => services.AddSingleton<ISessionManager, OffSession>() });

        await host.InRequestAsync(async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("beta")));
    }

    private sealed class OffSession : ISessionManager
    {
        public Task<bool?> GetAsync(string featureName) => Task.FromResult<bool?>(false);

        public Task SetAsync(string featureName, bool enabled) => Task.CompletedTask;
    }
}
