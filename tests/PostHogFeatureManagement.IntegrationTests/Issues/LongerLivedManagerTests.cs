using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>An application whose own <see cref="IFeatureManager"/> is a singleton, over scoped feature management, did not start: what gates ask would have kept a scoped manager for ever.</summary>
[Trait("Promise", "FM-01")]
public sealed class LongerLivedManagerTests
{
    [Fact]
    public async Task OwnSingletonManager_OverScopedFeatureManagement_StartsAndGatesAnswer()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta")))
        {
            Scoped = true,
            BeforePostHog = features => features.Services.AddSingleton<IFeatureManager, NothingIsOn>(),
        });

        await host.InRequestAsync(async context =>
        {
            Assert.True(await context.RequestServices.GetRequiredService<IFeatureManagerSnapshot>().IsEnabledAsync("beta"));
            Assert.False(await context.RequestServices.GetRequiredService<IFeatureManager>().IsEnabledAsync("beta"));
        });
    }

    private sealed class NothingIsOn : IFeatureManager
    {
        public IAsyncEnumerable<string> GetFeatureNamesAsync() => AsyncEnumerable.Empty<string>();

        public Task<bool> IsEnabledAsync(string feature) => Task.FromResult(false);

        public Task<bool> IsEnabledAsync<TContext>(string feature, TContext context) => Task.FromResult(false);
    }
}
