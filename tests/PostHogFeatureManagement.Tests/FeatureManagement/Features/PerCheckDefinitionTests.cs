using System.Text.Json;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Tests.FeatureManagement.Features;

[Trait("Promise", "FM-10")]
public sealed class PerCheckDefinitionTests
{
    private static readonly PostHogContext Caller = new("user-1");

    [Fact]
    public async Task GetDefinitionAsync_FlagWithVariants_ReturnsIndependentDefinitions()
    {
        var entry = new FeatureEntry("headline", "headline", flag: null, definitions: null, needsOwnDefinition: true, telemetry: true);
        PerCheckDefinition first = Assert.IsType<PerCheckDefinition>(await entry.GetDefinitionAsync());
        PerCheckDefinition second = Assert.IsType<PerCheckDefinition>(await entry.GetDefinitionAsync());
        first.Deliver(Answer("bold"), Caller, appContext: null);
        second.Deliver(Answer("plain"), Caller, appContext: null);
        Assert.Equal("bold", first.Allocation.DefaultWhenEnabled);
        Assert.Equal("plain", second.Allocation.DefaultWhenEnabled);
        Assert.NotSame(first.Telemetry, second.Telemetry);
        Assert.Same(first, Assert.Single(first.EnabledFor).ParametersObject);
        Assert.Same(second, Assert.Single(second.EnabledFor).ParametersObject);
    }

    [Fact]
    public async Task GetDefinitionAsync_FlagWithVariants_NamesFlagAndFilterWithoutParameters()
    {
        var entry = new FeatureEntry("headline", "headline", flag: null, definitions: null, needsOwnDefinition: true, telemetry: false);
        FeatureDefinition definition = await entry.GetDefinitionAsync();
        Assert.Equal("headline", definition.Name);
        FeatureFilterConfiguration filter = Assert.Single(definition.EnabledFor);
        Assert.Equal("PostHog", filter.Name);
        Assert.Empty(filter.Parameters.GetChildren());
    }

    private static FlagAnswer Answer(string variant)
    {
        var flag = new RemoteFlag("headline", IsEnabled: true, variant) { Payload = new FlagPayload(JsonSerializer.SerializeToElement(1)) };
        return FlagAnswer.Remote(flag, RemoteFailures.RequestFailed.As(FlagSource.Remote));
    }
}
