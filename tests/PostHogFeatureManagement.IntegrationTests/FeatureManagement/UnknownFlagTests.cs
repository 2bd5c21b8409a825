using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Flags that neither PostHog nor the configuration has.</summary>
[Trait("Promise", "FM-19")]
public sealed class UnknownFlagTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_UnknownFlag_IsOff(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, ignoreMissing: true);

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("off", await features.AskAsync("unknown-flag"));
            Assert.Null(await features.Variants.GetVariantAsync("unknown-flag"));
            FlagResult result = await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync("unknown-flag");
            Assert.False(result.HasValue);
            Assert.Equal(FlagReason.FlagNotFound, result.Reason);
        });
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_MissingFlagNotIgnored_ThrowsWhenDefinitionsAreLoaded(bool scoped)
    {
        await using GateHost host = await StartAsync(scoped, remote: false, ignoreMissing: false);

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("beta"));
            Assert.Equal("on", await features.AskAsync("in-configuration"));
            Assert.Equal(FeatureManagementError.MissingFeature, (await Assert.ThrowsAsync<FeatureManagementException>(() => features.AskAsync("unknown-flag"))).Error);
            Assert.Equal(FeatureManagementError.MissingFeature, (await Assert.ThrowsAsync<FeatureManagementException>(() => features.Snapshot.IsEnabledAsync("area:unknown-flag"))).Error);
        });
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "ID-02")]
    public async Task Check_MissingFlagThatNeedsAuthenticatedCaller_IsOffAndNeverThrows(bool scoped, bool signedIn)
    {
        await using GateHost host = await StartAsync(scoped, remote: false, ignoreMissing: false);

        await host.InRequestAsync(
            static async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("listed-only")), signedIn ? "anna" : null);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_MissingFlagWithoutDefinitions_IsOff(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, ignoreMissing: false);
        host.PostHog.SetFaults(new() { Status = 503 });
        host.Services.GetRequiredService<DefinitionsStore>().Clear();

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("off", await features.AskAsync("unknown-flag"));
            Assert.Equal("off", await features.AskAsync("beta"));
            Assert.Equal("on", await features.AskAsync("in-configuration"));
        });

        host.PostHog.ClearFaults();
        await using GateHost healthy = await StartAsync(scoped, remote: true, ignoreMissing: false);
        await healthy.InRequestAsync(async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("unknown-flag")));
    }

    private static Task<GateHost> StartAsync(bool scoped, bool remote, bool ignoreMissing) => GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta")))
    {
        Scoped = scoped,
        Remote = remote,
        Configuration = [new("FeatureManagement:in-configuration", "true"), new("PostHog:Identity:RequireAuthenticated:0", "listed-*")],
        Services = services => services.Configure<FeatureManagementOptions>(options => options.IgnoreMissingFeatures = ignoreMissing),
    });
}
