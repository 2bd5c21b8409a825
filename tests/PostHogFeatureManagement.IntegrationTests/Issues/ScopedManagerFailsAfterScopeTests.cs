using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>Work that outlives its scope may still hold a scoped manager. Microsoft's answers then, and so do this library's, used before or not.</summary>
[Trait("Promise", "FM-24")]
public sealed class ScopedManagerFailsAfterScopeTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_ScopeIsDisposed_StillAnswers(bool remote, bool usedBefore, bool pushed)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForUser("only-anna", "anna"), FlagJson.Variant("headline", "bold")))
        {
            Scoped = true,
            Remote = remote,
            Configuration = [new("FeatureManagement:configured", "true"), new("PostHog:Identity:ServiceDistinctId", "anna")],
        });

        FeatureInterfaces features;
        using (IServiceScope scope = host.Services.CreateScope())
        {
            features = FeatureInterfaces.Of(scope.ServiceProvider);
            if (usedBefore)
            {
                Assert.Equal("on", await features.AskAsync("only-anna"));
            }
        }

        using (pushed ? PostHogContext.BeginScope(new PostHogContext("anna")) : null)
        {
            Assert.True(await features.Manager.IsEnabledAsync("only-anna"));
            Assert.True(await features.Variants.IsEnabledAsync("only-anna"));
            Assert.Equal("bold", (await features.Variants.GetVariantAsync("headline")).Name);
            Assert.True(await features.Manager.IsEnabledAsync("configured"));
            Assert.False(await features.Variants.IsEnabledAsync("unheard-of"));
        }

        var bob = new PostHogTargetingContext(new PostHogContext("bob"));
        Assert.False(await features.Manager.IsEnabledAsync("only-anna", bob));
        Assert.Equal("bold", (await features.Variants.GetVariantAsync("headline", bob)).Name);
        Assert.True(await features.Variants.IsEnabledAsync("configured", bob));
    }
}
