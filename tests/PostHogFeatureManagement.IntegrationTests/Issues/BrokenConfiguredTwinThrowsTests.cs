using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// With telemetry on, a flag of PostHog's without an answer went to the configured flag of the same name, and what that flag's filter threw reached the gate.
/// </summary>
[Trait("Promise", "FM-20")]
public sealed class BrokenConfiguredTwinThrowsTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_TelemetryAndBrokenConfiguredTwin_IsOffAndReported(bool scoped, bool explicitContext)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ServerOnly("one")))
        {
            Scoped = scoped,
            Configuration =
            [
                new("PostHog:FeatureManagement:Telemetry", "true"),
                new("FeatureManagement:one:EnabledFor:0:Name", "NoSuchFilter"),
            ],
        });
        host.PostHog.SetFaults(new() { Status = 500, Endpoint = "/flags" });

        await host.InRequestAsync(async context =>
        {
            var manager = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            var anna = new PostHogTargetingContext(new PostHogContext("anna"));
            Assert.False(explicitContext ? await manager.IsEnabledAsync("one", anna) : await manager.IsEnabledAsync("one"));
            Assert.Null(explicitContext ? await manager.GetVariantAsync("one", anna) : await manager.GetVariantAsync("one"));
        });

        Assert.Single(host.Logs.Entries, entry => entry.EventId.Id == LogEvents.ConfigurationFallbackBroke);
    }
}
