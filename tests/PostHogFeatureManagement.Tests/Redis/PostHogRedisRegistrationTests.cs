using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Redis;
using StackExchange.Redis;

namespace PostHogFeatureManagement.Tests.Redis;

public class PostHogRedisRegistrationTests
{
    private readonly ServiceCollection _services = new();

    [Fact]
    [Trait("Promise", "RC-05")]
    public async Task AddPostHogRedis_ApplicationHasACache_BothCachesAreUsedSeparately()
    {
        _services.AddDistributedMemoryCache();
        _services.AddFeatureManagement().AddPostHogRedis("localhost:1");
        await using ServiceProvider provider = _services.BuildServiceProvider();

        Assert.IsType<RedisDistributedCache>(DistributedCacheLocator.Find(provider, NullLogger.Instance));
        Assert.IsType<MemoryDistributedCache>(provider.GetRequiredService<IDistributedCache>());
    }

    [Fact]
    public async Task AddPostHogRedis_Twice_ChangesNothing()
    {
        IFeatureManagementBuilder builder = _services.AddFeatureManagement().AddPostHogRedis("localhost:1", "first:");
        int count = _services.Count;
        builder.AddPostHogRedis("localhost:2", "second:");

        await using ServiceProvider provider = _services.BuildServiceProvider();
        Assert.Equal("first:", provider.GetRequiredService<RedisSource>().InstanceName);
        Assert.Equal(count, _services.Count);
    }

    [Fact]
    public void Parse_ValidConnectionString_ReadsAllParts()
    {
        ConfigurationOptions configuration =
            RedisSettings.Parse("redis.example.com:6380,ssl=true,password=hunter2,defaultDatabase=2,abortConnect=true");

        Assert.True(configuration.Ssl);
        Assert.Equal("hunter2", configuration.Password);
        Assert.Equal(2, configuration.DefaultDatabase);
        Assert.False(configuration.AbortOnConnectFail);
    }

    [Theory]
    [Trait("Promise", "SC-01")]
    [InlineData("localhost,pasword=hunter2", "Part 2 ")]
    [InlineData("localhost,ssl=hunter2", "Part 2 ")]
    [InlineData("localhost,ssl=true,password=half,hunter2=half", "Part 4 ")]
    [InlineData("localhost,ssl=true,tunnel=hunter2", "Part 3 ")]
    [InlineData("", "empty")]
    public void AddPostHogRedis_InvalidConnectionString_ThrowsWithThePartButNotThePassword(string connectionString, string where)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => _services.AddFeatureManagement().AddPostHogRedis(connectionString));

        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
        Assert.Contains(where, exception.Message, StringComparison.Ordinal);
    }
}
