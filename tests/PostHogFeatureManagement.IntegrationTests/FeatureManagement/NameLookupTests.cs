using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>What a name means: exactly PostHog's key, exactly a configured name, PostHog's key in other letter case, a configured name in other letter case.</summary>
public sealed class NameLookupTests
{
    private static readonly string Definitions = FlagJson.Set(
        FlagJson.On("Beta"),
        FlagJson.Variant("new-Headline", "bold", """{"a":1}"""),
        FlagJson.On("Gamma"),
        FlagJson.On("twin"),
        FlagJson.ForUser("TWIN", "nobody"),
        FlagJson.On("area:flag"));

    [Theory]
    [InlineData("Beta", "on")]
    [InlineData("beta", "off")]
    [InlineData("BETA", "on")]
    [InlineData("gamma", "on")]
    [InlineData("GAMMA", "on")]
    [InlineData("twin", "on")]
    [InlineData("TWIN", "off")]
    [InlineData("NEW-HEADLINE", "on")]
    [InlineData("delta", "on")]
    [InlineData("DELTA", "on")]
    [InlineData("epsilon", "off")]
    [InlineData("area:flag", "on")]
    [InlineData("area:other", "off")]
    [InlineData("", "off")]
    [Trait("Promise", "FM-17")]
    public async Task Name_IsLookedUpInTheDocumentedOrder(string name, string state)
    {
        foreach ((bool scoped, bool remote) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            await using GateHost host = await StartAsync(scoped, remote);

            await host.InRequestAsync(async context => Assert.Equal(state, await FeatureInterfaces.Of(context.RequestServices).AskAsync(name)));

            Assert.InRange(host.PostHog.RequestCount("/flags"), 0, remote ? 1 : 0);
            Assert.Empty(host.Logs.Troubles);
        }
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-17")]
    public async Task Variant_OfANameInOtherLetterCase_IsDelivered(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(async context =>
        {
            Variant variant = await context.RequestServices.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("New-Headline");
            Assert.Equal("bold", variant.Name);
            Assert.Equal("1", variant.Configuration["a"]);
        });
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-17")]
    public async Task NoName_IsTheCallersMistake(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            await Assert.ThrowsAnyAsync<ArgumentNullException>(() => features.Manager.IsEnabledAsync(null!));
            await Assert.ThrowsAnyAsync<ArgumentNullException>(async () => await features.Variants.IsEnabledAsync(null!));
            await Assert.ThrowsAnyAsync<ArgumentNullException>(() => features.Snapshot.IsEnabledAsync(null!));
            await Assert.ThrowsAnyAsync<ArgumentNullException>(async () => await features.VariantSnapshot.GetVariantAsync(null!));
            await Assert.ThrowsAnyAsync<ArgumentNullException>(() => features.Snapshot.IsEnabledAsync<string>("Beta", null!));
        });
        Assert.Equal(0, host.PostHog.RequestCount("/flags"));
    }

    private static Task<GateHost> StartAsync(bool scoped, bool remote) => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Scoped = scoped,
        Remote = remote,
        Configuration =
        [
            new("FeatureManagement:beta", "false"),
            new("FeatureManagement:Delta", "true"),
            new("FeatureManagement:delta-two", "true"),
        ],
    });
}
