using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests;

public sealed class SmokeTests
{
    private const string Definitions = """
        {"flags":[
          {"id":1,"key":"beta","active":true,"filters":{"groups":[{"properties":[],"rollout_percentage":100}]}},
          {"id":2,"key":"headline","active":true,"filters":{"groups":[{"properties":[],"rollout_percentage":100}],"multivariate":{"variants":[{"key":"bold","rollout_percentage":100}]},"payloads":{"bold":"{\"color\":\"red\"}"}}},
          {"id":3,"key":"plan","active":true,"filters":{"groups":[{"properties":[{"key":"plan","type":"person","operator":"exact","value":"scale"}],"rollout_percentage":100}]}}
        ]}
        """;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Gates_Work(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = [new("FeatureManagement:free-shipping", "true")],
            Pipeline = app =>
            {
                app.UsePostHog();
                app.MapGet("/{name}", async (string name, IVariantFeatureManager features, IFeatureManagerSnapshot snapshot) =>
                    $"{await features.IsEnabledAsync(name)} {await snapshot.IsEnabledAsync(name)} {(await features.GetVariantAsync(name))?.Name} {(await features.GetVariantAsync(name))?.Configuration?["color"]}");
            },
        });
        using IServiceScope scope = host.Services.CreateScope();
        IVariantFeatureManager manager = scope.ServiceProvider.GetRequiredService<IVariantFeatureManager>();
        var context = new PostHogTargetingContext(new PostHogContext("u") { PersonProperties = new Dictionary<string, object?> { ["plan"] = "scale" } });
        host.Client.DefaultRequestHeaders.Add("Cookie", "ph_phc_emulator_posthog=%7B%22distinct_id%22%3A%22v1%22%7D");

        Assert.Equal("True True  ", await host.Client.GetStringAsync("/beta"));
        Assert.Equal("True True bold red", await host.Client.GetStringAsync("/headline"));
        Assert.Equal("True True  ", await host.Client.GetStringAsync("/free-shipping"));
        Assert.Equal("False False  ", await host.Client.GetStringAsync("/nothing"));
        Assert.True(await manager.IsEnabledAsync("plan", context));
        Assert.Equal("bold", (await manager.GetVariantAsync("headline", (ITargetingContext)context)).Name);
        Assert.Empty(host.Logs.Troubles);
    }
}
