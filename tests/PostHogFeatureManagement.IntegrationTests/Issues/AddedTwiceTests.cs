using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// Two modules of an application that both add feature management with PostHog. Microsoft's second call registers its time window filter again, and flags that use it threw.
/// </summary>
[Trait("Promise", "FM-01")]
public sealed class AddedTwiceTests
{
    [Theory]
    [CombinatorialBools]
    public async Task FeatureManagementWithPostHog_AddedTwice_WorksAsAddedOnce(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration =
            [
                new("FeatureManagement:since:EnabledFor:0:Name", "TimeWindow"),
                new("FeatureManagement:since:EnabledFor:0:Parameters:Start", "Mon, 01 Jan 2024 00:00:00 GMT"),
            ],
            AfterPostHog = features =>
            {
                for (int i = 0; i < 3; i++)
                {
                    (scoped ? features.Services.AddScopedFeatureManagement() : features.Services.AddFeatureManagement()).AddPostHog();
                }
            },
        });

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("beta"));
            Assert.Equal("on", await features.AskAsync("since"));
        });
        Assert.Empty(host.Logs.Troubles);
    }
}
