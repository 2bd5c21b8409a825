using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// A session manager turned on a flag for a caller who must not have it, when the application's own definition provider had to wait, or when the check was cancelled
/// before it began.
/// </summary>
[Trait("Promise", "ID-02")]
[Trait("Promise", "FM-13")]
public sealed class SessionTurnsOnListedFlagTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_ProviderWaits_ListedFlagIsForAuthenticatedCallersOnly(bool scoped, bool telemetry)
    {
        await using GateHost host = await StartAsync(scoped, telemetry);
        foreach (string flag in new[] { "pro", "PRO" })
        {
            await host.InRequestAsync(async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync(flag)), user: null);
            await host.InRequestAsync(async context => Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync(flag)));
        }
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_CancelledBefore_ListedFlagIsNotOn(bool scoped)
    {
        await using GateHost host = await StartAsync(scoped, telemetry: false);

        await host.InRequestAsync(
            async context =>
            {
                IVariantFeatureManager features = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
                Assert.False(await features.IsEnabledAsync("pro", new CancellationToken(canceled: true)));
                Assert.False(await features.IsEnabledAsync("pro", new PostHogTargetingContext(PostHogContext.Anonymous), new CancellationToken(canceled: true)));
            },
            user: null);
    }

    private static Task<GateHost> StartAsync(bool scoped, bool telemetry) => GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("pro")))
    {
        Scoped = scoped,
        Configuration = [new("PostHog:Identity:RequireAuthenticated:0", "pro"), new("PostHog:FeatureManagement:Telemetry", telemetry.ToString())],
        BeforePostHog = static features => features.Services.AddSingleton<IFeatureDefinitionProvider, WaitingProvider>(),
        Services = static services => services.AddSingleton<ISessionManager, RemembersAllAsOn>(),
    });

    private sealed class WaitingProvider : IFeatureDefinitionProvider
    {
        public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
        {
            await Task.Yield();
            yield break;
        }

        public async Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName)
        {
            await Task.Yield();
            return null!;
        }
    }

    private sealed class RemembersAllAsOn : ISessionManager
    {
        public Task<bool?> GetAsync(string featureName) => Task.FromResult<bool?>(true);

        public Task SetAsync(string featureName, bool enabled) => Task.CompletedTask;
    }
}
