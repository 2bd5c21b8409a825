using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// An application with its own singleton <see cref="IFeatureManager"/> over scoped feature management did not start, because the snapshot that gates use
/// would have captured a scoped manager.
/// </summary>
[Trait("Promise", "FM-01")]
public sealed class SingletonManagerFailsStartTests
{
    [Fact]
    public async Task Start_OwnSingletonManagerOverScopedFeatureManagement_Works()
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
