using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// With <c>PostHog:Enabled</c> set to <c>false</c>, unknown flags had a definition: Microsoft's exception for missing flags and its log message were gone.
/// While PostHog is switched off, everything is Microsoft.FeatureManagement's.
/// </summary>
[Trait("Promise", "FM-23")]
public sealed class DisabledLibraryDiffersFromMicrosoftTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_LibraryDisabled_AnswersAsMicrosoftAlone(bool scoped, bool remote, bool ignoreMissing, bool later)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = [new("PostHog:Enabled", later.ToString()), new("FeatureManagement:configured", "true")],
            Services = services => services.Configure<FeatureManagementOptions>(options => options.IgnoreMissingFeatures = ignoreMissing),
        });
        host.Turn(on: false);
        host.PostHog.ClearRequests();

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("configured"));
            Assert.Equal("on", await features.AskAsync("CONFIGURED"));
            Assert.Null(await context.RequestServices.GetRequiredService<IFeatureDefinitionProvider>().GetFeatureDefinitionAsync("beta"));
            if (ignoreMissing)
            {
                Assert.Equal("off", await features.AskAsync("beta"));
                Assert.Null(await features.Variants.GetVariantAsync("beta"));
            }
            else
            {
                await Assert.ThrowsAsync<FeatureManagementException>(() => features.AskAsync("beta"));
            }
        });

        Assert.Equal(0, host.PostHog.RequestCount("/flags"));
        Assert.Equal(0, host.PostHog.RequestCount("/flags/definitions"));
        Assert.Empty(host.Logs.Troubles);
    }
}
