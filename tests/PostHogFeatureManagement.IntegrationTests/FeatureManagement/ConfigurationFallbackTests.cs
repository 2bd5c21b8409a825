using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>The configuration answers for flags that PostHog has no answer for.</summary>
[Trait("Promise", "FM-15")]
public sealed class ConfigurationFallbackTests
{
    private const string Json = """
        {
          "FeatureManagement": { "beta": true, "switched": { "EnabledFor": [ { "Name": "Counting" } ] } },
          "feature_management": { "feature_flags": [
            { "id": "headline", "enabled": true, "variants": [ { "name": "Safe", "configuration_value": { "color": "grey" } } ], "allocation": { "default_when_enabled": "Safe" } },
            { "id": "counted", "enabled": true, "conditions": { "client_filters": [ { "name": "Counting" } ] },
              "variants": [ { "name": "WhenOn" }, { "name": "WhenOff" } ], "allocation": { "default_when_enabled": "WhenOn", "default_when_disabled": "WhenOff" } }
          ] }
        }
        """;

    private static readonly string Definitions = FlagJson.Set(FlagJson.Off("beta"), FlagJson.Variant("headline", "bold"), FlagJson.On("counted"), FlagJson.ServerOnly("server-only"));
    private readonly CountingFilter.Script _filter = new();

    [Theory]
    [CombinatorialBools]
    public async Task Check_PostHogHasNoAnswer_UsesConfiguration(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, failing: true);

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("beta"));
            Assert.Equal("on", await features.AskAsync("headline"));
            Assert.Equal("off", await features.AskAsync("server-only"));
            Variant variant = await features.Variants.GetVariantAsync("headline");
            Assert.Equal("Safe", variant.Name);
            Assert.Equal("grey", variant.Configuration["color"]);
            Assert.Equal("Safe", (await features.VariantSnapshot.GetVariantAsync("headline")).Name);
        });
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_PostHogHasAnswer_IgnoresConfiguration(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, failing: false);

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("bold", (await features.Variants.GetVariantAsync("headline")).Name);
            Assert.Null(await features.Variants.GetVariantAsync("counted"));
            Assert.Equal("on", await features.AskAsync("counted"));
        });

        Assert.Equal(0, _filter.Calls);
    }

    [Theory]
    [CombinatorialBools]
    public async Task GetVariantAsync_ConfiguredFlag_EvaluatesOnce(bool scoped, bool remote)
    {
        _filter.AnswerAsync = static call => Task.FromResult(call % 2 == 1);
        await using GateHost host = await StartAsync(scoped, remote, failing: true);

        await host.InRequestAsync(async context =>
        {
            var features = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            Assert.Equal("WhenOn", (await features.GetVariantAsync("counted")).Name);
            Assert.Equal(1, _filter.Calls);
            Assert.Equal("WhenOff", (await features.GetVariantAsync("counted")).Name);
            Assert.True(await features.IsEnabledAsync("counted"));
            Assert.False(await features.IsEnabledAsync("counted"));
        });

        Assert.Equal(4, _filter.Calls);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_ConfigurationReloads_UsesNewValuesAtOnce(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, failing: true);
        await AssertAsync("fresh", "off", null);

        host.Configuration["FeatureManagement:fresh"] = "true";
        host.Configuration["FeatureManagement:beta"] = "false";
        host.Configuration["feature_management:feature_flags:2:id"] = "server-only";
        host.Configuration["feature_management:feature_flags:2:enabled"] = "true";
        host.Configuration["feature_management:feature_flags:2:variants:0:name"] = "New";
        host.Configuration["feature_management:feature_flags:2:allocation:default_when_enabled"] = "New";
        host.Configuration.Reload();

        await AssertAsync("fresh", "on", null);
        await AssertAsync("beta", "off", null);
        await AssertAsync("server-only", "on", "New");

        async Task AssertAsync(string flag, string state, string? variant) => await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal(state, await features.AskAsync(flag));
            Assert.Equal(variant, (await features.Variants.GetVariantAsync(flag))?.Name);
        });
    }

    [Fact]
    public async Task GetVariantAsync_ConfigurationReloads_ReturnsNewVariantAtFirstCheck()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForProperty("late", "plan", "scale")))
        {
            Configuration = [new("PostHog:Definitions:LocalOnly", "true")],
        });
        await host.InRequestAsync(async context => Assert.Null(await context.RequestServices.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("late")));

        host.Configuration["feature_management:feature_flags:0:id"] = "late";
        host.Configuration["feature_management:feature_flags:0:enabled"] = "true";
        host.Configuration["feature_management:feature_flags:0:variants:0:name"] = "New";
        host.Configuration["feature_management:feature_flags:0:allocation:default_when_enabled"] = "New";
        host.Configuration.Reload();

        await host.InRequestAsync(async context => Assert.Equal("New", (await context.RequestServices.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("late"))?.Name));
    }

    [Fact]
    public async Task GetVariantAsync_OwnConfigurationReloads_ReturnsNewVariantAfterOneCheck()
    {
        IConfigurationRoot own = new ConfigurationBuilder().AddInMemoryCollection([new("feature_management:feature_flags:0:id", "other")]).Build();
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForProperty("late", "plan", "scale")))
        {
            FeatureConfiguration = own,
            Configuration = [new("PostHog:Definitions:LocalOnly", "true")],
        });
        await host.InRequestAsync(async context => Assert.False(await context.RequestServices.GetRequiredService<IFeatureManager>().IsEnabledAsync("late")));

        own["feature_management:feature_flags:0:id"] = "late";
        own["feature_management:feature_flags:0:enabled"] = "true";
        own["feature_management:feature_flags:0:variants:0:name"] = "New";
        own["feature_management:feature_flags:0:allocation:default_when_enabled"] = "New";
        own.Reload();

        await host.InRequestAsync(async context =>
        {
            var features = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            Assert.True(await features.IsEnabledAsync("late"));
            Assert.Equal("New", (await features.GetVariantAsync("late")).Name);
        });
    }

    /// <summary>When failing, local mode has no definitions and PostHog answers 500 in both modes, so only the configuration is left.</summary>
    private async Task<GateHost> StartAsync(bool scoped, bool remote, bool failing)
    {
        GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Scoped = scoped,
            Remote = remote,
            ConfigurationJson = Json,
            BeforePostHog = features => features.AddFeatureFilter<CountingFilter>(),
            Services = services => services.AddSingleton(_filter),
        });
        if (failing)
        {
            host.PostHog.SetFaults(new() { Status = 500 });
            host.Services.GetRequiredService<Definitions.DefinitionsStore>().Clear();
        }

        return host;
    }
}
