using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>Half an emoji in a payload, which is valid JSON, made every check of the flag throw, for every user.</summary>
[Trait("Promise", "FM-20")]
[Trait("Promise", "SC-06")]
public sealed class PayloadThatIsNoTextThrowsTests
{
    private const string Half = """{"title":"Hi \ud83d","text":"Hello","\ud83d":1,"items":["\ud83d","two"]}""";

    [Theory]
    [CombinatorialBools]
    public async Task Check_PayloadHasHalfAnEmoji_OnlyThatStringIsMissing(bool scoped, bool remote)
    {
        string bare = FlagJson.WithPayload("bare", "\"\\ud83d\"");
        string flags = FlagJson.Set(FlagJson.Variant("headline", "bold", Half), FlagJson.WithPayload("beta", Half), bare);
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(flags) { Scoped = scoped, Remote = remote });

        await host.InRequestAsync(async context =>
        {
            var features = context.RequestServices.GetRequiredService<IVariantFeatureManagerSnapshot>();
            Assert.True(await features.IsEnabledAsync("headline", TestContext.Current.CancellationToken));
            Assert.True(await features.IsEnabledAsync("beta", TestContext.Current.CancellationToken));
            Assert.True(await features.IsEnabledAsync("bare", TestContext.Current.CancellationToken));
            foreach (string flag in new[] { "headline", "beta", "bare" })
            {
                Assert.NotNull(await features.GetVariantAsync(flag, TestContext.Current.CancellationToken));
            }

            Variant variant = await features.GetVariantAsync("headline", TestContext.Current.CancellationToken);
            Assert.Equal((null, "Hello"), (variant.Configuration["title"], variant.Configuration["text"]));
            Assert.Equal((null, "two"), (variant.Configuration["items:0"], variant.Configuration["items:1"]));
            Assert.Equal(["items", "text", "title"], variant.Configuration.GetChildren().Select(static child => child.Key).Order(StringComparer.Ordinal));
        });
    }
}
