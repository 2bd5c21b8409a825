using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.DependencyInjection;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.DependencyInjection;

public class CachingServicesTests
{
    private readonly IServiceCollection _services = new ServiceCollection().AddLogging().AddPostHogCaching();

    [Fact]
    [Trait("Promise", "RC-04")]
    public void AddPostHogCaching_DistributedCacheRegistered_UsesIt()
    {
        Assert.False(Get<DistributedStore>().Exists);
        _services.AddSingleton<IDistributedCache>(new FakeDistributedCache(TimeProvider.System));

        Assert.True(Get<DistributedStore>().Exists);
    }

    [Fact]
    [Trait("Promise", "RC-06")]
    public void AddPostHogCaching_KeySecretSet_HashesWithIt()
    {
        _services.Configure<PostHogFeatureManagementOptions>(static options => options.Cache.KeySecret = "secret");

        Assert.Equal(new CacheHasher("secret").Hash("x"u8), Get<CacheHasher>().Hash("x"u8));
        Assert.NotEqual(new CacheHasher(null).Hash("x"u8), Get<CacheHasher>().Hash("x"u8));
    }

    [Fact]
    public void AddPostHogCaching_CalledTwice_ChangesNothing()
    {
        int count = _services.Count;

        Assert.Equal(count, _services.AddPostHogCaching().Count);
    }

    private T Get<T>()
        where T : notnull => _services.BuildServiceProvider().GetRequiredService<T>();
}
