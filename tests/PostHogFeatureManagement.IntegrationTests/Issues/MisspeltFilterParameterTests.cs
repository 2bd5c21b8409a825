using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>A misspelt parameter of the PostHog filter was ignored, and the warning was about a flag that names itself.</summary>
[Trait("Promise", "FM-16")]
public sealed class MisspeltFilterParameterTests
{
    [Fact]
    public async Task Filter_UnknownParameter_IsNamedOnce()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings("""{"flags":[]}""")
        {
            ConfigurationJson = """
                {"FeatureManagement":{
                  "night-sale": {"EnabledFor":[{"Name":"PostHog","Parameters":{"Flagg":"sale","Variant":"blue"}}]},
                  "day-sale": {"EnabledFor":[{"Name":"PostHog","Parameters":{"flag":"sale","VARIANT":"blue"}}]}}}
                """,
        });

        for (int i = 0; i < 3; i++)
        {
            await host.InRequestAsync(static async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.Equal("off", await features.AskAsync("night-sale"));
                Assert.Equal("off", await features.AskAsync("day-sale"));
            });
        }

        string message = Assert.Single(host.Logs.Entries, static entry => entry.EventId.Id == LogEvents.FilterParameterUnknown).Message;
        Assert.Contains("flag night-sale gives the PostHog filter the unknown parameter Flagg.", message, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Logs.Entries, static entry => entry.EventId.Id == LogEvents.FilterNamesItself);
    }
}
