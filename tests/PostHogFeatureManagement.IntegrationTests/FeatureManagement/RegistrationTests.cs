using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>What can be registered before and after PostHog. Every host here validates its services and scopes.</summary>
[Trait("Promise", "FM-01")]
public sealed class RegistrationTests
{
    private static readonly string Definitions = FlagJson.Set(FlagJson.On("beta"));

    [Theory]
    [CombinatorialBools]
    public void AddPostHog_CalledTwice_ChangesNothing(bool scoped)
    {
        var services = new ServiceCollection();
        IFeatureManagementBuilder features = scoped ? services.AddScopedFeatureManagement() : services.AddFeatureManagement();
        features.AddPostHog();
        ServiceDescriptor[] once = [.. services];

        features.AddPostHog();
        (scoped ? services.AddScopedFeatureManagement() : services.AddFeatureManagement()).AddPostHog();

        Assert.DoesNotContain(services.Except(once), descriptor => descriptor.ServiceType.Assembly == typeof(PostHogContext).Assembly);
        Assert.Equal(
            Ours(once),
            Ours(services));

        static IEnumerable<string?> Ours(IEnumerable<ServiceDescriptor> descriptors) =>
            descriptors.Select(descriptor => $"{descriptor.ServiceType} {(descriptor.IsKeyedService ? null : descriptor.ImplementationType)}").Where(text => text.Contains("PostHog", StringComparison.Ordinal)).Order();
    }

    [Theory]
    [CombinatorialBools]
    public async Task AddPostHog_CalledTwice_StillWorks(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions) { Scoped = scoped, Remote = remote, AfterPostHog = features => features.AddPostHog().AddPostHog() });

        await host.InRequestAsync(async context => Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("beta")));
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task AddFeatureManagement_OwnConfiguration_IsStillRead(bool scoped, bool remote, bool isSection)
    {
        IConfigurationRoot root = new ConfigurationBuilder().AddInMemoryCollection([new("Mine:FeatureManagement:own", "true"), new("FeatureManagement:own", "true"), new("FeatureManagement:beta", "false")]).Build();
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Scoped = scoped,
            Remote = remote,
            FeatureConfiguration = isSection ? root.GetSection("Mine") : root,
        });

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("own"));
            Assert.Equal("on", await features.AskAsync("beta"));
        });
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task AddPostHog_OwnProvider_ServesAsConfiguration(bool asInstance, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Remote = remote,
            BeforePostHog = features => _ = asInstance
                ? features.Services.AddSingleton<IFeatureDefinitionProvider>(new OwnProvider())
                : features.Services.AddSingleton<IFeatureDefinitionProvider, OwnProvider>(),
        });

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("from-database"));
            Assert.Equal("on", await features.AskAsync("beta"));
            Assert.Contains("from-database", await features.Manager.GetFeatureNamesAsync().ToListAsync());
        });
    }

    [Theory]
    [CombinatorialBools]
    public async Task Start_ProviderRegisteredAfterPostHog_Fails(bool scoped) =>
        await AssertStartFailsAsync(
            scoped,
            features => features.Services.AddSingleton<IFeatureDefinitionProvider, OwnProvider>(),
            typeof(OwnProvider).FullName!,
            "Call AddPostHog last");

    [Fact]
    public async Task Start_AddFeatureManagementWithConfigurationAfterPostHog_Fails() =>
        await AssertStartFailsAsync(
            scoped: false,
            features => features.Services.AddFeatureManagement(new ConfigurationBuilder().Build()),
            nameof(ConfigurationFeatureDefinitionProvider),
            "Call AddPostHog last");

    [Theory]
    [CombinatorialBools]
    public async Task Start_SecondFilterNamedPostHog_Fails(bool scoped)
    {
        await AssertStartFailsAsync(scoped, features => features.AddFeatureFilter<RivalFilter>(), typeof(RivalFilter).FullName!, "'PostHog'");
        await AssertStartFailsAsync(scoped, features => features.AddFeatureFilter<Rivals.PostHogFilter>(), typeof(Rivals.PostHogFilter).FullName!, "'PostHog'");
    }

    [Fact]
    public async Task Start_FilterWithOtherName_Works()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions) { AfterPostHog = features => features.AddFeatureFilter<FriendlyFilter>() });

        await host.InRequestAsync(async context => Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("beta")));
    }

    [Fact]
    public async Task Start_FilterCannotBeCreated_Works()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            BeforePostHog = features => features.Services.AddScoped<IFeatureFilterMetadata>(static _ => throw new NotSupportedException("Not here.")),
            Scoped = true,
        });

        Assert.NotNull(host.Services);
    }

    [Fact]
    public void AddPostHog_ScopedProvider_Throws()
    {
        var services = new ServiceCollection();
        services.AddScoped<IFeatureDefinitionProvider, OwnProvider>();

        Assert.Throws<InvalidOperationException>(() => services.AddFeatureManagement().AddPostHog());
    }

    internal static async Task AssertStartFailsAsync(bool scoped, Action<IFeatureManagementBuilder> after, params string[] fragments)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions) { Scoped = scoped, AfterPostHog = after });
        });
        Assert.All(fragments, text => Assert.Contains(text, failure.Message, StringComparison.Ordinal));
    }

    private sealed class OwnProvider : IFeatureDefinitionProvider
    {
        private static readonly FeatureDefinition Definition = new() { Name = "from-database", EnabledFor = [new FeatureFilterConfiguration { Name = "AlwaysOn" }] };

        public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
        {
            await Task.Yield();
            yield return Definition;
        }

        public async Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName)
        {
            await Task.Yield();
            return featureName == Definition.Name ? Definition : null!;
        }
    }

    [FilterAlias("Rival.PostHog")]
    private sealed class RivalFilter : IContextualFeatureFilter<ITargetingContext>
    {
        public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, ITargetingContext appContext) => Task.FromResult(true);
    }

    [FilterAlias("PostHogish")]
    private sealed class FriendlyFilter : IFeatureFilter
    {
        public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context) => Task.FromResult(true);
    }

    private static class Rivals
    {
        internal sealed class PostHogFilter : IFeatureFilter
        {
            public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context) => Task.FromResult(true);
        }
    }
}
