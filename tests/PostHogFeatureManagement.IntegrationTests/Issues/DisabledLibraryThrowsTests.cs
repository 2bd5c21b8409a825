using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// With <c>PostHog:Enabled</c> set to <c>false</c>, the configuration was used as if it were the only source. A key that a configuration cannot contain
/// threw, and where missing flags are not ignored, so did every flag that only PostHog has. Disabling the library must not break a check.
/// </summary>
[Trait("Promise", "FM-19")]
[Trait("Promise", "FM-20")]
public sealed class DisabledLibraryThrowsTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_LibraryDisabled_PostHogFlagsAreOffAndConfiguredFlagsAnswer(bool scoped, bool remote, bool ignoreMissing)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"), FlagJson.On("area:beta")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = [new("PostHog:Enabled", "false"), new("FeatureManagement:configured", "true")],
            Services = services => services.Configure<FeatureManagementOptions>(options => options.IgnoreMissingFeatures = ignoreMissing),
        });

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("off", await features.AskAsync("beta"));
            Assert.Equal("off", await features.AskAsync("area:beta"));
            Assert.Equal("off", await features.AskAsync(string.Empty));
            Assert.Equal("on", await features.AskAsync("configured"));
            Assert.Equal("on", await features.AskAsync("CONFIGURED"));
            Assert.Null(await features.Variants.GetVariantAsync("area:beta"));
        });

        Assert.Equal(0, host.PostHog.RequestCount("/flags"));
        Assert.Equal(0, host.PostHog.RequestCount("/flags/definitions"));
        Assert.Empty(host.Logs.Troubles);
    }
}
