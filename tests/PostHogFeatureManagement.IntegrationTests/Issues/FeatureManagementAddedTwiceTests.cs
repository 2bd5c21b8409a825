using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// When two modules of an application both added feature management with PostHog, Microsoft's second call registered its time window filter again. Flags that
/// use this filter then threw.
/// </summary>
[Trait("Promise", "FM-01")]
public sealed class FeatureManagementAddedTwiceTests
{
    [Theory]
    [CombinatorialBools]
    public async Task AddPostHog_AddedFourTimes_WorksLikeOnce(bool scoped, bool remote)
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
