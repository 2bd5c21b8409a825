using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Caching.Distributed;

[Trait("Promise", "RC-04")]
public class DistributedCacheLocatorTests
{
    private readonly ServiceCollection _services = new();

    [Fact]
    public void Find_NoneRegistered_ReturnsNull() => Assert.Null(Find());

    [Fact]
    public void Find_OnlyMemoryCache_ReturnsNull()
    {
        _services.AddDistributedMemoryCache();

        Assert.Null(Find());
    }

    [Fact]
    public void Find_ApplicationCache_IsUsed()
    {
        var own = new FakeDistributedCache(TimeProvider.System);
        _services.AddSingleton<IDistributedCache>(own);

        Assert.Same(own, Find());
    }

    [Fact]
    public void Find_CacheForPostHog_ComesBeforeApplicationCache()
    {
        var forPostHog = new FakeDistributedCache(TimeProvider.System);
        _services.AddSingleton<IDistributedCache>(new FakeDistributedCache(TimeProvider.System));
        _services.AddKeyedSingleton<IDistributedCache>(DistributedCacheLocator.ServiceKey, forPostHog);

        Assert.Same(forPostHog, Find());
    }

    [Fact]
    [Trait("Promise", "FM-20")]
    public void Find_CacheCannotBeCreated_ReturnsNull()
    {
        _services.AddSingleton<IDistributedCache>(_ => throw new InvalidOperationException("no connection string"));

        Assert.Null(Find());
    }

    private IDistributedCache? Find() => DistributedCacheLocator.Find(_services.BuildServiceProvider(), NullLogger.Instance);
}
