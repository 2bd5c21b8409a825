using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// A <see cref="Variant"/> has setters. The managers give each caller a new one, as Microsoft's does, so a change does not reach other callers. Like
/// Microsoft's, it has no configuration when the payload is empty.
/// </summary>
[Trait("Promise", "FM-24")]
public sealed class ChangedVariantSeenByOthersTests
{
    [Theory]
    [CombinatorialBools]
    public async Task GetVariantAsync_VariantChanged_NextCallReturnsOriginal(bool scoped, bool remote, bool isExplicit)
    {
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(async context =>
        {
            var features = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            Variant first = await AskAsync(features, "headline", isExplicit);
            Assert.Equal("red", first.Configuration["color"]);
            first.Name = "changed";
            first.Configuration = null;

            Variant second = await AskAsync(features, "headline", isExplicit);
            Assert.NotSame(first, second);
            Assert.Equal("bold", second.Name);
            Assert.Equal("red", second.Configuration["color"]);
        });
    }

    [Theory]
    [InlineData("without")]
    [InlineData("empty-object")]
    [InlineData("null")]
    public async Task GetVariantAsync_EmptyPayload_ConfigurationIsNull(string flag)
    {
        foreach ((bool scoped, bool remote) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            await using GateHost host = await StartAsync(scoped, remote);

            await host.InRequestAsync(async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                foreach (bool isExplicit in new[] { false, true })
                {
                    Variant variant = await AskAsync(features.Variants, flag, isExplicit);
                    Assert.Equal("bold", variant.Name);
                    Assert.Null(variant.Configuration);
                    Assert.Null((await AskAsync(features.VariantSnapshot, flag, isExplicit)).Configuration);
                }
            });
        }
    }

    private static ValueTask<Variant> AskAsync(IVariantFeatureManager features, string flag, bool isExplicit) =>
        isExplicit ? features.GetVariantAsync(flag, new PostHogTargetingContext(new PostHogContext("bob"))) : features.GetVariantAsync(flag);

    private static Task<GateHost> StartAsync(bool scoped, bool remote) => GateHost.StartAsync(new GateHostSettings(FlagJson.Set(
        FlagJson.Variant("headline", "bold", """{"color":"red"}"""),
        FlagJson.Variant("without", "bold"),
        FlagJson.Variant("empty-object", "bold", "{}"),
        FlagJson.Variant("null", "bold", "null"))) { Scoped = scoped, Remote = remote });
}
