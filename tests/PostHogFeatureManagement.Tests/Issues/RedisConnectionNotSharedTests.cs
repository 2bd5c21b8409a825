using System.Net;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Redis;
using PostHogFeatureManagement.Tests.Redis;
using PostHogFeatureManagement.Tests.Support;
using StackExchange.Redis;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// Only a connection string could be given, so an application with a connection of its own had a second one. An unreachable host was logged late, and an address
/// with <c>redis://</c> never connected.
/// </summary>
[Trait("Promise", "RC-05")]
public sealed class RedisConnectionNotSharedTests
{
    private static readonly byte[] Value = [0, 1, 255];

    public static TheoryData<string> Ways => new("connection", "factory", "registered");

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AddPostHogRedis_ApplicationsConnection_IsUsedAndStaysOpen(string way)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using ConnectionMultiplexer applications = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        await using (ServiceProvider provider = Build(features => Add(features, way, applications)))
        {
            await CacheOf(provider).SetAsync("k", Value, new DistributedCacheEntryOptions(), TestContext.Current.CancellationToken);
            Assert.Same(applications, await provider.GetRequiredService<RedisConnection>().GetAsync());
        }

        Assert.Equal(Value, (byte[]?)await applications.GetDatabase().HashGetAsync(way == "registered" ? "k" : "shop:k", "data"));
    }

    [Fact]
    public async Task AddPostHogRedis_Settings_MakeConnectionOfOurOwn()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        var configuration = ConfigurationOptions.Parse(server.ConnectionString);
        IConnectionMultiplexer connection;
        await using (ServiceProvider provider = Build(features => features.AddPostHogRedis(configuration, "shop:")))
        {
            configuration.EndPoints.Clear();
            await CacheOf(provider).SetAsync("k", Value, new DistributedCacheEntryOptions(), TestContext.Current.CancellationToken);
            connection = await provider.GetRequiredService<RedisConnection>().GetAsync();
        }

        Assert.Equal(":1", await server.CommandAsync("EXISTS", "shop:k"));
        await Eventually.TrueAsync(() => !connection.IsConnected);
    }

    [Fact]
    public async Task AddPostHogRedis_FactoryThrowsFirst_IsCalledAgainAndLoggedOnce()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using ConnectionMultiplexer applications = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var logs = new RecordingLogger();
        int calls = 0;
        await using ServiceProvider provider = Build(
            features => features.AddPostHogRedis(_ => ++calls < 3 ? throw new InvalidOperationException("no token yet") : Task.FromResult<IConnectionMultiplexer>(applications)),
            logs);
        IDistributedCache cache = CacheOf(provider);

        await Assert.ThrowsAsync<InvalidOperationException>(() => cache.GetAsync("k", TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(() => cache.GetAsync("k", TestContext.Current.CancellationToken));

        Assert.Null(await cache.GetAsync("k", TestContext.Current.CancellationToken));
        Assert.Equal(1, logs.CountOf(LogEvents.RedisUnreachable));
    }

    [Fact]
    [Trait("Promise", "OP-04")]
    public void AddPostHogRedis_NoConnectionRegistered_NamesIt() => Assert.Equal(
        ["AddPostHogRedis() found no IConnectionMultiplexer. Register one, or pass AddPostHogRedis(…) a connection string."],
        AppSettings.InSection().Problems(static features => features.AddPostHog().AddPostHogRedis()));

    [Fact]
    public void AddPostHogRedis_NoConnectionRegisteredButString_Starts() =>
        Assert.Empty(AppSettings.InSection().Problems(static features => features.AddPostHog().AddPostHogRedis("localhost:1").AddPostHogRedis()));

    [Theory]
    [InlineData("127.0.0.1:1,connectTimeout=200")]
    [InlineData("redis://127.0.0.1:1")]
    [InlineData("no-such-host.invalid:6379")]
    public async Task Start_HostUnreachable_LogsOneLineWithoutAnyCheck(string connectionString)
    {
        var logs = new RecordingLogger();
        await using ServiceProvider provider = Build(features => features.AddPostHogRedis(connectionString), logs);

        foreach (IHostedService service in provider.GetServices<IHostedService>().OfType<RedisStart>())
        {
            await service.StartAsync(TestContext.Current.CancellationToken);
        }

        await Eventually.TrueAsync(() => logs.CountOf(LogEvents.RedisUnreachable) == 1);
        Assert.Single(logs.Entries);
    }

    [Fact]
    public void Parse_StringSaysNothing_HasShortTimeouts()
    {
        ConfigurationOptions configuration = RedisSettings.Parse("redis");

        Assert.Equal((1000, 1, 1000, 1000), (configuration.ConnectTimeout, configuration.ConnectRetry, configuration.SyncTimeout, configuration.AsyncTimeout));
        Assert.False(configuration.AbortOnConnectFail);
    }

    [Fact]
    public void Parse_StringSaysOtherwise_IsFollowed()
    {
        ConfigurationOptions configuration = RedisSettings.Parse("redis,connectTimeout=2000,connectRetry=4,syncTimeout=5000");

        Assert.Equal((2000, 4, 5000, 5000), (configuration.ConnectTimeout, configuration.ConnectRetry, configuration.SyncTimeout, configuration.AsyncTimeout));
    }

    [Theory]
    [InlineData("redis://redis", "redis", 6379, null, null, 0, false)]
    [InlineData("redis://redis:6380/2", "redis", 6380, null, null, 2, false)]
    [InlineData("rediss://default:p%40ss%3A1@redis.example.com:6380", "redis.example.com", 6380, "default", "p@ss:1", 0, true)]
    [InlineData("redis://:secret@redis/", "redis", 6379, null, "secret", 0, false)]
    [InlineData("REDIS://Redis", "redis", 6379, null, null, 0, false)]
    public void Parse_Address_IsUnderstood(string address, string host, int port, string? user, string? password, int database, bool tls)
    {
        ConfigurationOptions configuration = RedisSettings.Parse(address);

        var endPoint = Assert.IsType<DnsEndPoint>(Assert.Single(configuration.EndPoints));
        Assert.Equal((host, port), (endPoint.Host, endPoint.Port));
        Assert.Equal((user, password, database, tls), (configuration.User, configuration.Password, configuration.DefaultDatabase, configuration.Ssl));
        Assert.Equal((1000, false), (configuration.ConnectTimeout, configuration.AbortOnConnectFail));
    }

    [Theory]
    [Trait("Promise", "SC-01")]
    [InlineData("redis://user:hunter2@redis:port")]
    [InlineData("redis://user:hunter2@redis/zero")]
    [InlineData("redis://user:hunter2@redis?ssl_cert_reqs=none")]
    [InlineData("redis://redis,password=hunter2")]
    [InlineData("https://user:hunter2@redis")]
    [InlineData("redis://hunter2@redis")]
    public void AddPostHogRedis_UnreadableAddress_SaysHowToWriteIt(string address)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddFeatureManagement().AddPostHogRedis(address));

        Assert.StartsWith("The Redis address is invalid. Write redis://host:6379/0", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
    }

    private static IFeatureManagementBuilder Add(IFeatureManagementBuilder features, string way, IConnectionMultiplexer applications)
    {
        features.Services.AddSingleton(applications);
        return way switch
        {
            "connection" => features.AddPostHogRedis(applications, "shop:"),
            "factory" => features.AddPostHogRedis(static services => Task.FromResult(services.GetRequiredService<IConnectionMultiplexer>()), "shop:"),
            _ => features.AddPostHogRedis(),
        };
    }

    private static ServiceProvider Build(Func<IFeatureManagementBuilder, IFeatureManagementBuilder> add, RecordingLogger? logs = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(logs ?? new RecordingLogger()));
        add(services.AddFeatureManagement());
        return services.BuildServiceProvider();
    }

    private static IDistributedCache CacheOf(IServiceProvider provider) => DistributedCacheLocator.Find(provider, NullLogger.Instance)!;
}
