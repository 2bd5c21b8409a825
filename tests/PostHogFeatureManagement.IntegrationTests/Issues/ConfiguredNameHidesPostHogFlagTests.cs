using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// With the precedence <see cref="FlagPrecedence.PostHogOnly"/>, a configured name hid a PostHog key that differs from it in case only, in remote mode. The
/// configuration has no say then, so the name is PostHog's in both modes.
/// </summary>
[Trait("Promise", "FM-17")]
[Trait("Promise", "FM-25")]
public sealed class ConfiguredNameHidesPostHogFlagTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_PostHogOnlyAndNameConfiguredInOtherCase_AsksPostHog(bool scoped, bool remote, bool byFlag)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration =
            [
                new("FeatureManagement:BETA", "false"),
                new($"PostHog:FeatureManagement:Precedence{(byFlag ? "ByFlag:beta" : string.Empty)}", nameof(FlagPrecedence.PostHogOnly)),
            ],
        });

        await host.InRequestAsync(async context =>
        {
            Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("BETA"));
            Assert.True((await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync("BETA")).IsEnabled);
        });
    }
}
