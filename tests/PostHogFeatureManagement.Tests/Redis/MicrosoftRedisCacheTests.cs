using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Redis;
using PostHogFeatureManagement.Tests.Flags;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Redis;

/// <summary>Microsoft's Redis cache and this library's share the same keys. An application may use either, or switch from one to the other.</summary>
[Trait("Promise", "RC-04")]
[Trait("Promise", "RC-05")]
public sealed class MicrosoftRedisCacheTests : IAsyncLifetime
{
    private const string Prefix = "shop:";
    private static readonly byte[] Value = [0, 1, 255, 13, 10];
    private RedisServer _server = null!;
    private RedisConnection _connection = null!;
    private RedisDistributedCache _ours = null!;
    private RedisCache _microsofts = null!;

    public static TheoryData<DistributedCacheEntryOptions> Lifetimes => new(
        new DistributedCacheEntryOptions(),
        new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5) },
        new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(5) },
        new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(9), SlidingExpiration = TimeSpan.FromMinutes(5) });

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _connection = _server.Connect(Prefix);
        _ours = new RedisDistributedCache(_connection, TimeProvider.System);
        _microsofts = new RedisCache(new RedisCacheOptions { Configuration = _server.ConnectionString, InstanceName = Prefix });
    }

    public async ValueTask DisposeAsync()
    {
        _microsofts?.Dispose();
        _connection?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Lifetimes), DisableDiscoveryEnumeration = true)]
    public async Task Entry_WrittenByEither_IsReadByTheOtherWithTheSameExpiry(DistributedCacheEntryOptions lifetime)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await _ours.SetAsync("ours", Value, lifetime, cancellation);
        await _microsofts.SetAsync("theirs", Value, lifetime, cancellation);

        Assert.Equal(Value, await _microsofts.GetAsync("ours", cancellation));
        Assert.Equal(Value, await _ours.GetAsync("theirs", cancellation));
        int seconds = await SecondsLeftAsync("theirs");
        Assert.InRange(await SecondsLeftAsync("ours"), seconds - 2, seconds + 2);
    }

    [Fact]
    public async Task Answers_CachedThroughEither_AreReadThroughTheOther()
    {
        await Instance(_ours).GetAsync();
        await EntriesAsync(2);
        RemoteProbe second = Instance(_microsofts);
        Assert.True((await second.GetAsync("who")).TryGet("who", out RemoteFlag? ada));
        Assert.Equal("ada", ada.Variant);
        Assert.Empty(second.Requests);

        var bob = new PostHogContext("bob");
        await second.GetAsync(context: bob);
        await EntriesAsync(4);
        RemoteProbe third = Instance(_ours);
        Assert.True((await third.GetAsync("who", bob)).TryGet("who", out RemoteFlag? answer));
        Assert.Equal("bob", answer.Variant);
        Assert.Empty(third.Requests);
    }

    private static RemoteProbe Instance(IDistributedCache cache) => new(options => options.Cache.DistributedTimeout = TimeSpan.FromSeconds(10), cache)
    {
        Answer = static request => RemoteProbe.Success(RemoteProbe.On("who", request.Context.DistinctId)),
    };

    // One entry for each caller's answers, and one for what answers with the same set of variants share.
    private Task EntriesAsync(int count) => Eventually.TrueAsync(async () => await _server.CommandAsync("DBSIZE") == $":{count}");

    private async Task<int> SecondsLeftAsync(string key) => int.Parse((await _server.CommandAsync("TTL", Prefix + key))[1..], null);
}
