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
    public void Find_NoneRegistered_IsNone() => Assert.Null(Find());

    [Fact]
    public void Find_OnlyMemoryStandIn_IsNone()
    {
        _services.AddDistributedMemoryCache();

        Assert.Null(Find());
    }

    [Fact]
    public void Find_ApplicationsOwn_IsUsed()
    {
        var own = new FakeDistributedCache(TimeProvider.System);
        _services.AddSingleton<IDistributedCache>(own);

        Assert.Same(own, Find());
    }

    [Fact]
    public void Find_OneForPostHog_GoesBeforeTheApplicationsOwn()
    {
        var forPostHog = new FakeDistributedCache(TimeProvider.System);
        _services.AddSingleton<IDistributedCache>(new FakeDistributedCache(TimeProvider.System));
        _services.AddKeyedSingleton<IDistributedCache>(DistributedCacheLocator.ServiceKey, forPostHog);

        Assert.Same(forPostHog, Find());
    }

    [Fact]
    [Trait("Promise", "FM-20")]
    public void Find_CannotBeCreated_IsNone()
    {
        _services.AddSingleton<IDistributedCache>(_ => throw new InvalidOperationException("no connection string"));

        Assert.Null(Find());
    }

    private IDistributedCache? Find() => DistributedCacheLocator.Find(_services.BuildServiceProvider(), NullLogger.Instance);
}
