using System.Security.Claims;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// <c>WithTargeting()</c> without a type registers Microsoft's default accessor. PostHog got the user's name from it, often an e-mail address, for the distinct id.
/// </summary>
[Trait("Promise", "ID-04")]
public sealed class MicrosoftsAccessorNamesCallerTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_WithTargetingWithoutType_IsDecidedForClaimsId(bool scoped, bool remote, bool beforePostHog)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForUser("only-u1", "u1")))
        {
            Scoped = scoped,
            Remote = remote,
            BeforePostHog = features => _ = beforePostHog ? features.WithTargeting() : features,
            AfterPostHog = features => _ = beforePostHog ? features : features.WithTargeting(),
        });

        await host.InRequestAsync(
            async context => Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("only-u1")),
            "u1",
            $"{ClaimTypes.Name}=anna@example.org");
        await host.InRequestAsync(
            async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("only-u1")),
            "u2",
            $"{ClaimTypes.Name}=u1");
        Assert.Empty(host.Logs.Troubles);
    }
}
