using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>An application that wraps Microsoft.FeatureManagement's manager in its own.</summary>
[Trait("Promise", "FM-07")]
public sealed class OwnManagerTests
{
    private readonly ConcurrentQueue<string> _asked = new();

    [Theory]
    [CombinatorialBools]
    public async Task Snapshot_OwnManager_UsesIt(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"), FlagJson.Off("old")))
        {
            Scoped = scoped,
            Remote = remote,
            Services = services => services.Add(ServiceDescriptor.Describe(
                typeof(IVariantFeatureManager),
                provider => new Manager(provider.GetRequiredService<FeatureManager>(), _asked),
                scoped ? ServiceLifetime.Scoped : ServiceLifetime.Singleton)),
        });

        await host.InRequestAsync(async context =>
        {
            var snapshot = context.RequestServices.GetRequiredService<IFeatureManagerSnapshot>();
            Assert.False(await snapshot.IsEnabledAsync("beta"));
            Assert.True(await snapshot.IsEnabledAsync("old"));
        });

        Assert.Equal(["beta", "old"], _asked.Order());
    }

    /// <summary>Inverts every answer.</summary>
    private sealed class Manager(IVariantFeatureManager inner, ConcurrentQueue<string> asked) : IVariantFeatureManager
    {
        public IAsyncEnumerable<string> GetFeatureNamesAsync(CancellationToken cancellationToken = default) => inner.GetFeatureNamesAsync(cancellationToken);

        public async ValueTask<bool> IsEnabledAsync(string feature, CancellationToken cancellationToken = default)
        {
            asked.Enqueue(feature);
            return !await inner.IsEnabledAsync(feature, cancellationToken);
        }

        public ValueTask<bool> IsEnabledAsync<TContext>(string feature, TContext context, CancellationToken cancellationToken = default) =>
            inner.IsEnabledAsync(feature, context, cancellationToken);

        public ValueTask<Variant> GetVariantAsync(string feature, CancellationToken cancellationToken = default) => inner.GetVariantAsync(feature, cancellationToken);

        public ValueTask<Variant> GetVariantAsync(string feature, ITargetingContext context, CancellationToken cancellationToken = default) =>
            inner.GetVariantAsync(feature, context, cancellationToken);
    }
}
