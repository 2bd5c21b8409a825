using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// Instances did not share their breaker state through a cache registered for PostHog only, as <c>AddPostHogRedis</c> registers it. Also, an application whose
/// own cache cannot be created did not start.
/// </summary>
[Trait("Promise", "RS-05")]
public sealed class SharedBreakerIgnoresOwnCacheTests
{
    [Fact]
    public async Task IsShared_CacheForPostHogOnly_IsTrue()
    {
        await using Library library = Start(static (services, clock) => services.AddKeyedSingleton<IDistributedCache>(DistributedCacheLocator.ServiceKey, new FakeDistributedCache(clock)));

        Assert.True(library.Get<SharedBreakerStore>().IsShared);
    }

    [Fact]
    [Trait("Promise", "FM-20")]
    public async Task HostedServices_CacheCannotBeCreated_AreCreated()
    {
        await using Library library = Start(static (services, _) => services.AddSingleton<IDistributedCache>(static _ => throw new InvalidOperationException("No such cache.")));

        Assert.NotEmpty(library.Get<IEnumerable<IHostedService>>());
        Assert.False(library.Get<SharedBreakerStore>().IsShared);
    }

    private static Library Start(Action<IServiceCollection, TimeProvider> addCache)
    {
        var clock = new ManualTimeProvider();
        return new Library(new StubHandler(), new LibraryParts { Clock = clock, Services = services => addCache(services, clock) });
    }
}
