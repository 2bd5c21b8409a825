using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>The PostHog filter inside configured flags.</summary>
[Trait("Promise", "FM-16")]
public sealed class FilterInConfigurationTests
{
    private const string Past = """{"Name":"TimeWindow","Parameters":{"Start":"Mon, 01 Jan 2024 00:00:00 GMT"} }""";
    private const string Future = """{"Name":"TimeWindow","Parameters":{"Start":"2199-01-01T00:00:00Z"} }""";
    private const string Everyone = """{"Name":"Percentage","Parameters":{"Value":100} }""";
    private const string NoOne = """{"Name":"Percentage","Parameters":{"Value":0} }""";
    private const string OnlyAnna = """{"Name":"Targeting","Parameters":{"Audience":{"Users":["anna"],"DefaultRolloutPercentage":0} } }""";

    private static readonly string Definitions = FlagJson.Set(
        FlagJson.ForUser("only-anna", "anna"),
        FlagJson.VariantForUser("headline", "anna", "blue", "green"),
        FlagJson.On("other-key"));

    [Theory]
    [InlineData("All", """{"Flag":"only-anna"}""", Past, "on", "off")]
    [InlineData("All", """{"Flag":"only-anna"}""", Future, "off", "off")]
    [InlineData("Any", """{"Flag":"only-anna"}""", Past, "on", "on")]
    [InlineData("Any", """{"Flag":"only-anna"}""", Future, "on", "off")]
    [InlineData("All", """{"Flag":"headline","Variant":"blue"}""", Past, "on", "off")]
    [InlineData("All", """{"Flag":"headline","Variant":"green"}""", Everyone, "off", "on")]
    [InlineData("All", """{"Flag":"headline"}""", Everyone, "on", "on")]
    [InlineData("All", """{"Flag":"headline","Variant":"absent"}""", Everyone, "off", "off")]
    [InlineData("All", """{"Flag":"other-key","Variant":"blue"}""", Everyone, "off", "off")]
    [InlineData("All", """{"Flag":"other-key"}""", NoOne, "off", "off")]
    [InlineData("Any", """{"Flag":"nothing"}""", NoOne, "off", "off")]
    [InlineData("All", """{"Flag":"other-key"}""", OnlyAnna, "on", "off")]
    [InlineData("Any", """{"Flag":"nothing"}""", OnlyAnna, "on", "off")]
    public async Task Filter_WithOtherFilter_HonorsRequirementType(string requirement, string parameters, string other, string forAnna, string forBob)
    {
        string json = $$"""{"FeatureManagement":{"combined":{"RequirementType":"{{requirement}}","EnabledFor":[{"Name":"PostHog","Parameters":{{parameters}} },{{other}}]} } }""";
        foreach ((bool scoped, bool remote) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            await using GateHost host = await StartAsync(scoped, remote, json);
            await host.InRequestAsync(async context => Assert.Equal(forAnna, await FeatureInterfaces.Of(context.RequestServices).AskAsync("combined")));
            await host.InRequestAsync(async context => Assert.Equal(forBob, await FeatureInterfaces.Of(context.RequestServices).AskAsync("combined")), user: "bob");
            await host.InRequestAsync(
                async context => Assert.Equal(forAnna, await FeatureInterfaces.Of(context.RequestServices).AskAsync("combined", new TargetingContext { UserId = "anna" })),
                user: "bob");
            Assert.Empty(host.Logs.Troubles);
        }
    }

    [Theory]
    [CombinatorialBools]
    public async Task Filter_MicrosoftSchema_DecidesConfiguredVariant(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, """
            {"feature_management":{"feature_flags":[{
              "id":"modern","enabled":true,
              "conditions":{"client_filters":[{"name":"PostHog","parameters":{"Flag":"headline","Variant":"blue"}}]},
              "variants":[{"name":"Big"},{"name":"Small"}],
              "allocation":{"default_when_enabled":"Big","default_when_disabled":"Small"}}]}}
            """);

        await host.InRequestAsync(async context => Assert.Equal("Big", (await VariantAsync(context.RequestServices, "modern"))?.Name));
        await host.InRequestAsync(async context => Assert.Equal("Small", (await VariantAsync(context.RequestServices, "modern"))?.Name), user: "bob");
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Filter_PostHogUnavailable_IsOff(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(
            scoped,
            remote,
            """{"FeatureManagement":{"other-key":true,"combined":{"EnabledFor":[{"Name":"PostHog","Parameters":{"Flag":"other-key"}}]}}}""",
            unavailable: true);

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("other-key"));
            Assert.Equal("off", await features.AskAsync("combined"));
        });
    }

    [Theory]
    [CombinatorialBools]
    public async Task Filter_NamesItsOwnFlag_IsOffAndLoggedOnce(bool scoped, bool remote, bool unavailable)
    {
        await using GateHost host = await StartAsync(
            scoped,
            remote,
            """{"FeatureManagement":{"mirror":{"EnabledFor":[{"Name":"PostHog","Parameters":{"Flag":"Mirror"}}]},"nameless":{"EnabledFor":[{"Name":"PostHog"}]}}}""",
            unavailable);

        for (int i = 0; i < 3; i++)
        {
            await host.InRequestAsync(async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.Equal("off", await features.AskAsync("mirror"));
                Assert.Equal("off", await features.AskAsync("nameless", new TargetingContext { UserId = "anna" }));
            });
        }

        string[] logged = [.. host.Logs.Entries.Where(entry => entry.EventId.Id == LogEvents.FilterNamesItself).Select(entry => entry.Message).Order()];
        Assert.Equal(2, logged.Length);
        Assert.Contains("mirror", logged[0], StringComparison.Ordinal);
        Assert.Contains("nameless", logged[1], StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Filter_NamesItsOwnFlagWithConfigurationFirst_UsesPostHogAnswer(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(
            scoped,
            remote,
            $$"""
            {"PostHog":{"FeatureManagement":{"Precedence":"ConfigurationFirst"} },
             "FeatureManagement":{"other-key":{"RequirementType":"All","EnabledFor":[{"Name":"PostHog"},{{OnlyAnna}}]} } }
            """);

        await host.InRequestAsync(async context => Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("other-key")));
        await host.InRequestAsync(async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("other-key")), user: "bob");
        Assert.Empty(host.Logs.Troubles);
    }

    private static ValueTask<Variant> VariantAsync(IServiceProvider services, string flag) => services.GetRequiredService<IVariantFeatureManager>().GetVariantAsync(flag);

    private static async Task<GateHost> StartAsync(bool scoped, bool remote, string json, bool unavailable = false)
    {
        GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Scoped = scoped,
            Remote = remote,
            ConfigurationJson = json,
            BeforePostHog = features => features.WithTargeting<SignedInUserAccessor>(),
        });
        if (unavailable)
        {
            await host.PostHog.StopAsync();
            host.Services.GetRequiredService<Definitions.DefinitionsStore>().Clear();
        }

        return host;
    }
}
