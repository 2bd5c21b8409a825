using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>With caching off, a name without a flag costs as many requests as a name with one.</summary>
[Trait("Promise", "FM-17")]
[Trait("Promise", "RC-01")]
public sealed class MissingFlagRequestTests
{
    private const string Remembered = "PostHog:Cache:NegativeFor";
    private const string Kept = "PostHog:Cache:FreshFor";

    [Theory]
    [InlineData(Remembered, "beta", true, false)]
    [InlineData(Remembered, "beta", true, true)]
    [InlineData(Remembered, "unknown-flag", false, false)]
    [InlineData(Remembered, "unknown-flag", false, true)]
    [InlineData(Kept, "beta", false, false)]
    [InlineData(Kept, "beta", false, true)]
    [InlineData(Kept, "unknown-flag", false, false)]
    [InlineData(Kept, "unknown-flag", false, true)]
    public async Task Check_CachingOff_SendsOneRequest(string zero, string name, bool isOn, bool inRequest)
    {
        await using GateHost host = await RemoteHost.StartAsync([FlagJson.On("Beta")], new KeyValuePair<string, string?>(zero, "00:00:00"));
        var features = host.Services.GetRequiredService<IVariantFeatureManager>();

        for (int check = 1; check <= 3; check++)
        {
            if (inRequest)
            {
                await host.InRequestAsync(async _ => Assert.Equal(isOn, await features.IsEnabledAsync(name)));
            }
            else
            {
                Assert.Equal(isOn, await features.IsEnabledAsync(name, new TargetingAnna()));
            }

            Assert.Equal(check, host.PostHog.RequestCount("/flags"));
        }
    }

    private sealed class TargetingAnna : Microsoft.FeatureManagement.FeatureFilters.ITargetingContext
    {
        public string UserId { get; set; } = "anna";

        public IEnumerable<string> Groups { get; set; } = [];
    }
}
