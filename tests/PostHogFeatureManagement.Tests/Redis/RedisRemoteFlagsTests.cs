using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Redis;
using PostHogFeatureManagement.Tests.Flags;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Redis;

/// <summary>Instances share remote answers through a real Redis, even when someone tampers with its content.</summary>
[Trait("Promise", "RC-05")]
[Trait("Promise", "SC-03")]
public sealed class RedisRemoteFlagsTests : IAsyncLifetime
{
    private static readonly PostHogContext Bob = new("bob");
    private readonly ManualTimeProvider _time = new();
    private RedisServer _server = null!;
    private RedisConnection _connection = null!;
    private RemoteProbe _first = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _connection = _server.Connect();
        await _connection.GetAsync();
        _first = Instance();
        await _first.GetAsync();
        await Eventually.TrueAsync(async () => await _server.CommandAsync("DBSIZE") == ":2");
    }

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    [Trait("Promise", "RC-04")]
    public async Task GetAsync_CachedByAnotherInstance_DoesNotAskPostHog()
    {
        RemoteProbe second = Instance();

        Assert.True((await second.GetAsync("who")).TryGet("who", out RemoteFlag? who));
        Assert.Equal("ada", who.Variant);
        Assert.Empty(second.Requests);
    }

    [Theory]
    [InlineData("SET", "garbage")]
    [InlineData("SADD", "garbage")]
    [InlineData("HSET", "data", "garbage")]
    [InlineData("HSET", "data", "")]
    [InlineData("HSET", "other", "garbage")]
    [InlineData("DEL")]
    public async Task GetAsync_ForeignValueUnderOurKey_IsAMissAndIsReplaced(string command, params string[] arguments)
    {
        foreach (string key in await KeysAsync())
        {
            await _server.CommandAsync("DEL", key);
            await _server.CommandAsync([command, key, .. arguments]);
        }

        RemoteProbe second = Instance();
        Assert.True((await second.GetAsync("who")).TryGet("who", out RemoteFlag? who));
        Assert.Equal("ada", who.Variant);
        Assert.Single(second.Requests);

        await Eventually.TrueAsync(async () =>
        {
            RemoteProbe third = Instance();
            await third.GetAsync();
            return third.Requests.Count == 0;
        });
    }

    [Fact]
    public async Task GetAsync_EntryMovedToAnotherCallersKey_IsNotServed()
    {
        string[] before = await KeysAsync();
        string adas = Array.Find(before, key => key.Contains(":f1:", StringComparison.Ordinal))!;
        await _first.GetAsync(context: Bob);
        await Eventually.TrueAsync(async () => (await KeysAsync()).Count(key => key.Contains(":f1:", StringComparison.Ordinal)) == 2);
        string bobs = Array.Find(await KeysAsync(), key => key.Contains(":f1:", StringComparison.Ordinal) && key != adas)!;
        await _server.CommandAsync("RENAME", adas, bobs);

        RemoteProbe second = Instance();
        Assert.True((await second.GetAsync("who", Bob)).TryGet("who", out RemoteFlag? who));

        Assert.Equal("bob", who.Variant);
        Assert.Single(second.Requests);
    }

    [Fact]
    public async Task GetAsync_RedisEmptied_AsksPostHogAndCachesAgain()
    {
        await _server.CommandAsync("FLUSHALL");

        RemoteProbe second = Instance();
        await second.GetAsync();

        Assert.Single(second.Requests);
        await Eventually.TrueAsync(async () => await _server.CommandAsync("DBSIZE") == ":2");
    }

    private RemoteProbe Instance() =>
        new(options => options.Cache.DistributedTimeout = TimeSpan.FromSeconds(10), new RedisDistributedCache(_connection, _time), _time)
    {
        Answer = static request => RemoteProbe.Success(RemoteProbe.On("who", request.Context.DistinctId)),
    };

    private async Task<string[]> KeysAsync()
    {
        var keys = new List<string>();
        StackExchange.Redis.IConnectionMultiplexer connection = await _connection.GetAsync();
        foreach (StackExchange.Redis.RedisKey key in connection.GetServer("127.0.0.1", _server.Port).Keys())
        {
            keys.Add(key.ToString());
        }

        return [.. keys];
    }
}
