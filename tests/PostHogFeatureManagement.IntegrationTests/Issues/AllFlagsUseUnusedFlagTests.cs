using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// Where the configuration comes first and its flag cannot be evaluated, <c>GetFlagAsync</c> said that it is off, and <c>GetAllFlagsAsync</c> gave the value of
/// PostHog's flag. PostHog's flag is not used then, so the name is left out.
/// </summary>
[Trait("Promise", "FM-15")]
public sealed class AllFlagsUseUnusedFlagTests
{
    [Theory]
    [CombinatorialBools]
    public async Task GetAllFlagsAsync_ConfigurationFirstAndBroken_LeavesFlagOut(bool scoped, bool remote, bool byFlag)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("both"), FlagJson.On("other")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration =
            [
                new("FeatureManagement:both:EnabledFor:0:Name", "NoSuchFilter"),
                new($"PostHog:FeatureManagement:Precedence{(byFlag ? "ByFlag:both" : string.Empty)}", nameof(FlagPrecedence.ConfigurationFirst)),
            ],
        });

        await host.InRequestAsync(async context =>
        {
            IPostHogFlags flags = context.RequestServices.GetRequiredService<IPostHogFlags>();
            Assert.False((await flags.GetFlagAsync("both")).HasValue);
            IReadOnlyDictionary<string, FlagResult> all = await flags.GetAllFlagsAsync();
            Assert.Equal(["other"], all.Keys);
        });
    }
}
