using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Whether PostHog or the configuration answers for a name that both have.</summary>
[Trait("Promise", "FM-15")]
public sealed class PrecedenceTests
{
    private static readonly string Definitions = FlagJson.Set(FlagJson.On("both"), FlagJson.On("other"), FlagJson.On("only-posthog"));

    [Theory]
    [InlineData("PostHogFirst", null, "on", "on")]
    [InlineData("ConfigurationFirst", null, "off", "off")]
    [InlineData("PostHogFirst", "ConfigurationFirst", "off", "on")]
    [InlineData("ConfigurationFirst", "PostHogFirst", "on", "off")]
    public async Task Precedence_GeneralOrPerFlag_Decides(string general, string? ofBoth, string both, string other)
    {
        foreach ((bool scoped, bool remote) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            await using GateHost host = await StartAsync(scoped, remote, general, ofBoth is null ? [] : [new("PostHog:FeatureManagement:PrecedenceByFlag:BOTH", ofBoth)]);

            await host.InRequestAsync(async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.Equal(both, await features.AskAsync("both"));
                Assert.Equal(other, await features.AskAsync("other"));
                Assert.Equal("on", await features.AskAsync("only-posthog"));
                Assert.Equal("on", await features.AskAsync("only-configuration"));
                Assert.Equal("off", await features.AskAsync("neither"));
            });
            Assert.Empty(host.Logs.Troubles);
        }
    }

    [Fact]
    public async Task Check_ConfigurationFirst_SendsNoRequest()
    {
        await using GateHost host = await StartAsync(scoped: false, remote: true, "ConfigurationFirst");

        await host.InRequestAsync(async context => Assert.False(await context.RequestServices.GetRequiredService<IFeatureManager>().IsEnabledAsync("both")));

        Assert.Equal(0, host.PostHog.RequestCount("/flags"));
    }

    [Theory]
    [InlineData("PostHogFirst", "none")]
    [InlineData("ConfigurationFirst", "both, other")]
    public async Task Start_NamesInBoth_LogsThem(string general, string configurationFirst)
    {
        await using GateHost host = await StartAsync(scoped: false, remote: false, general);

        LogEntry logged = Assert.Single(host.Logs.Entries, entry => entry.EventId.Id == LogEvents.NamesShadowed);
        Assert.Contains(": both, other.", logged.Message, StringComparison.Ordinal);
        Assert.EndsWith($": {configurationFirst}", logged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NoNamesInBoth_LogsNothing()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("a"))) { Configuration = [new("FeatureManagement:b", "true")] });

        Assert.DoesNotContain(host.Logs.Entries, entry => entry.EventId.Id == LogEvents.NamesShadowed);
    }

    private static Task<GateHost> StartAsync(bool scoped, bool remote, string general, params KeyValuePair<string, string?>[] more) => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Scoped = scoped,
        Remote = remote,
        Configuration =
        [
            new("PostHog:FeatureManagement:Precedence", general),
            new("FeatureManagement:both", "false"),
            new("FeatureManagement:other", "false"),
            new("FeatureManagement:only-configuration", "true"),
            .. more,
        ],
    });
}
