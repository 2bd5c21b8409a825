using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// A keyed manager with another lifetime was mistaken for the manager that PostHog's filters serve. Keyed services of Microsoft.FeatureManagement's types
/// belong to the application and must be ignored.
/// </summary>
[Trait("Promise", "FM-01")]
public sealed class KeyedManagerMistakenForDefaultTests
{
    [Theory]
    [CombinatorialBools]
    public async Task AddPostHog_KeyedServicesOfOtherLifetime_IgnoresThem(bool scoped, bool remote)
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
