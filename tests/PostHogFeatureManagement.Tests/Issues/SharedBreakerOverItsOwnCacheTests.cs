using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// Instances did not tell each other that PostHog is down over a cache registered for PostHog alone, as <c>AddPostHogRedis</c> does it; and an application whose own cache cannot be created
/// did not start.
/// </summary>
[Trait("Promise", "RS-05")]
public sealed class SharedBreakerOverItsOwnCacheTests
{
    [Fact]
    public async Task IsShared_CacheForPostHogAlone_IsTrue()
    {
        await using Library library = Start(static (services, clock) => services.AddKeyedSingleton<IDistributedCache>(DistributedCacheLocator.ServiceKey, new FakeDistributedCache(clock)));

        Assert.True(library.Get<ISharedBreakerBoard>().IsShared);
    }

    [Fact]
    [Trait("Promise", "FM-20")]
    public async Task HostedServices_CacheThatCannotBeCreated_AreCreated()
    {
        await using Library library = Start(static (services, _) => services.AddSingleton<IDistributedCache>(static _ => throw new InvalidOperationException("No such cache.")));

        Assert.NotEmpty(library.Get<IEnumerable<IHostedService>>());
        Assert.False(library.Get<ISharedBreakerBoard>().IsShared);
    }

    private static Library Start(Action<IServiceCollection, TimeProvider> addCache)
    {
        var clock = new ManualTimeProvider();
        return new Library(new StubHandler(), new LibraryParts { Clock = clock, Services = services => addCache(services, clock) });
    }
}
