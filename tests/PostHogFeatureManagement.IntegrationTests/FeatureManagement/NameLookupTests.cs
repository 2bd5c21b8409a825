using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>The order of lookups: the exact PostHog key, the exact configured name, the PostHog key ignoring case, the configured name ignoring case.</summary>
public sealed class NameLookupTests
{
    private static readonly string Definitions = FlagJson.Set(
        FlagJson.On("Beta"),
        FlagJson.Variant("new-Headline", "bold", """{"a":1}"""),
        FlagJson.On("Gamma"),
        FlagJson.On("twin"),
        FlagJson.ForUser("TWIN", "someone-else"),
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
    public async Task Check_AnyName_FollowsLookupOrder(string name, string state)
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
    public async Task GetVariantAsync_NameInOtherCase_ReturnsVariant(bool scoped, bool remote)
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
    public async Task Check_NullName_Throws(bool scoped, bool remote)
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
