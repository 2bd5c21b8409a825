using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Fleet.Copy;
using StackExchange.Redis;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>The values that a fleet shares, for one who can write to its Redis.</summary>
internal sealed class FleetKeys : IAsyncDisposable
{
    /// <summary>Where Microsoft's cache keeps a value, in a hash.</summary>
    private const string PlainField = "data";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly ConnectionMultiplexer _redis;
    private readonly FleetScope _scope;
    private readonly bool _isPlain;

    private FleetKeys(ConnectionMultiplexer redis, FleetScope scope, bool isPlain)
    {
        _redis = redis;
        _scope = scope;
        _isPlain = isPlain;
    }

    /// <param name="run">The fleet.</param>
    /// <param name="secret">Its secret: names depend on it.</param>
    public static async Task<FleetKeys> ConnectAsync(FleetRun run, string? secret)
    {
        var options = new PostHogFeatureManagementOptions { HostUrl = run.PostHog.Address.ToString(), ProjectToken = FleetRun.ProjectToken };
        options.Cache.KeySecret = secret;
        var scope = new FleetScope(PostHogProject.Of(options), options.Cache);
        return new FleetKeys(await ConnectionMultiplexer.ConnectAsync(run.Redis.Address), scope, run.Plan.IsPlain);
    }

    public string NameOf(string kind) => _scope.Definitions(kind).Name;

    public async Task<byte[]> ReadAsync(string kind)
    {
        IDatabase database = _redis.GetDatabase();
        string name = NameOf(kind);
        return (byte[]?)(_isPlain ? await database.HashGetAsync(name, PlainField) : await database.StringGetAsync(name)) ?? [];
    }

    /// <summary>The head, as soon as the fleet has one that can be read.</summary>
    public async Task<SharedHead> ReadHeadAsync()
    {
        SharedHead? head;
        while ((head = SharedHeadFormat.Read(_scope.Definitions("head").Open(await ReadAsync("head")).Span)) is null)
        {
            await Task.Delay(Look);
        }

        return head;
    }

    public async Task WriteAsync(string kind, byte[] value)
    {
        IDatabase database = _redis.GetDatabase();
        string name = NameOf(kind);
        await database.KeyDeleteAsync(name);
        if (_isPlain)
        {
            await database.HashSetAsync(name, [new("absexp", -1), new("sldexp", -1), new(PlainField, value)]);
        }
        else
        {
            await database.StringSetAsync(name, value);
        }
    }

    /// <summary>Puts a value of another type there. Microsoft's cache can neither read nor replace it, so it is left out there.</summary>
    public async Task WriteListAsync(string kind)
    {
        if (_isPlain)
        {
            return;
        }

        IDatabase database = _redis.GetDatabase();
        string name = NameOf(kind);
        await database.KeyDeleteAsync(name);
        await database.ListRightPushAsync(name, "poison");
    }

    public Task AnnounceAsync(byte[] message) => _redis.GetSubscriber().PublishAsync(RedisChannel.Literal(NameOf("news")), message);

    public ValueTask DisposeAsync() => _redis.DisposeAsync();
}
