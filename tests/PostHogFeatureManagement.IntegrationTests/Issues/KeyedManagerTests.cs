using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>Keyed services of Microsoft.FeatureManagement's types are the application's own affair. A keyed manager of another lifetime was taken for the one that PostHog's filters serve.</summary>
[Trait("Promise", "FM-01")]
public sealed class KeyedManagerTests
{
    [Theory]
    [CombinatorialBools]
    public async Task KeyedServices_OfAnotherLifetime_AreLeftAlone(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForUser("only-anna", "anna")))
        {
            Scoped = scoped,
            Remote = remote,
            BeforePostHog = features =>
            {
                ServiceLifetime other = scoped ? ServiceLifetime.Singleton : ServiceLifetime.Scoped;
                features.Services.Add(ServiceDescriptor.DescribeKeyed(typeof(IFeatureManager), "own", static (_, _) => throw new NotSupportedException(), other));
                features.Services.Add(ServiceDescriptor.DescribeKeyed(typeof(IFeatureDefinitionProvider), "own", static (_, _) => throw new NotSupportedException(), other));
                features.Services.Add(ServiceDescriptor.DescribeKeyed(typeof(ITargetingContextAccessor), "own", static (_, _) => throw new NotSupportedException(), other));
                features.Services.Add(ServiceDescriptor.DescribeKeyed(typeof(IPostHogContextAccessor), "own", static (_, _) => throw new NotSupportedException(), other));
            },
        });

        await host.InRequestAsync(async context => Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("only-anna")));
        await host.InRequestAsync(async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("only-anna")), user: "bob");
        Assert.Empty(host.Logs.Troubles);
    }
}
