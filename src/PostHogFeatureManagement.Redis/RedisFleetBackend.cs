using System.Globalization;
using PostHogFeatureManagement.Fleet.Storage;
using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>
/// What instances share, in Redis. A script compares and sets, so of two instances that replace the same value only one succeeds. Each script touches one key and
/// also runs in a cluster. Ages are told by the clock of Redis. Calls have no time-out; the caller sets one. Safe for concurrent use.
/// </summary>
internal sealed class RedisFleetBackend(RedisConnection connection) : IFleetBackend, IFleetClaims, IDisposable
{
    /// <summary>A key of another type counts as missing, and writing replaces it.</summary>
    private const string ReadScript = """
        local value = redis.pcall('GET', KEYS[1])
        if type(value) == 'table' then value = false end
        return { value, redis.call('PTTL', KEYS[1]), redis.call('TIME') }
        """;

    private const string ReplaceScript = """
        local value = redis.pcall('GET', KEYS[1])
        if type(value) == 'table' then value = false end
        if ARGV[1] == '1' then
          if value ~= ARGV[2] then return 0 end
        elseif value then
          return 0
        end
        redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
        return 1
        """;

    private readonly Dictionary<string, Action<RedisChannel, RedisValue>> _listeners = [];
    private readonly SemaphoreSlim _subscribing = new(1, 1);
    private ISubscriber? _subscriber;

    public string Name => "Redis";

    public bool IsStrict => true;

    /// <summary>Redis takes more, but reading a larger value would take longer than the time-out.</summary>
    public int MaxValueSize => 16_000_000;

    public async Task<StoredValue> ReadAsync(string name, CancellationToken cancellationToken)
    {
        RedisResult[] result = (RedisResult[])(await RunAsync(ReadScript, name, []).ConfigureAwait(false))!;
        long remaining = (long)result[1];
        string[] time = (string[])result[2]!;
        long microseconds = (Parse(time[0]) * 1_000_000) + Parse(time[1]);
        return new StoredValue(
            (byte[]?)result[0],
            remaining < 0 ? null : TimeSpan.FromMilliseconds(remaining),
            DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond));
    }

    public async Task<bool> ReplaceAsync(string name, byte[]? expected, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        RedisValue[] arguments = [expected is null ? "0" : "1", expected ?? RedisValue.EmptyString, value, (long)Math.Ceiling(lifetime.TotalMilliseconds)];
        return (long)await RunAsync(ReplaceScript, name, arguments).ConfigureAwait(false) == 1;
    }

    /// <summary>Two commands for each name, so that servers before Redis 7 understand them. All are sent before the first answer is awaited.</summary>
    public async Task<Guid[]> ClaimAsync(IReadOnlyList<string> names, IReadOnlyList<Guid> owners, TimeSpan lifetime)
    {
        IDatabase database = await connection.GetDatabaseAsync().ConfigureAwait(false);
        var claims = new Task<RedisValue>[names.Count];
        for (int i = 0; i < claims.Length; i++)
        {
            RedisKey key = connection.InstanceName + names[i];
            _ = database.StringSetAsync(key, owners[i].ToString("N"), lifetime, When.NotExists, CommandFlags.FireAndForget);
            claims[i] = database.StringGetAsync(key, CommandFlags.None);
        }

        RedisValue[] holders = await Task.WhenAll(claims).ConfigureAwait(false);
        return [.. holders.Zip(owners, static (holder, owner) => Guid.TryParse((string?)holder, out Guid known) ? known : owner)];
    }

    public async Task ReleaseAsync(IReadOnlyList<string> names)
    {
        IDatabase database = await connection.GetDatabaseAsync().ConfigureAwait(false);
        await Task.WhenAll(names.Select(name => database.KeyDeleteAsync(connection.InstanceName + name, CommandFlags.None))).ConfigureAwait(false);
    }

    public bool IsListening(string channel) => _subscriber?.IsConnected(Channel(channel)) == true;

    public async Task ListenAsync(string channel, Action<byte[]> heard)
    {
        await _subscribing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_listeners.ContainsKey(channel))
            {
                // The connection subscribes again by itself.
                return;
            }

            IConnectionMultiplexer multiplexer = await connection.GetAsync().ConfigureAwait(false);
            ISubscriber subscriber = multiplexer.GetSubscriber();
            Action<RedisChannel, RedisValue> listener = (_, message) => heard((byte[]?)message ?? []);
            await subscriber.SubscribeAsync(Channel(channel), listener, CommandFlags.None).ConfigureAwait(false);
            _listeners.Add(channel, listener);
            _subscriber = subscriber;
        }
        finally
        {
            _subscribing.Release();
        }
    }

    public async Task AnnounceAsync(string channel, byte[] message)
    {
        IDatabase database = await connection.GetDatabaseAsync().ConfigureAwait(false);
        await database.PublishAsync(Channel(channel), message, CommandFlags.None).ConfigureAwait(false);
    }

    /// <summary>The connection may be the application's and outlive this library.</summary>
    public void Dispose()
    {
        foreach ((string channel, Action<RedisChannel, RedisValue> listener) in _listeners)
        {
            _subscriber?.Unsubscribe(Channel(channel), listener, CommandFlags.FireAndForget);
        }

        _subscribing.Dispose();
    }

    private async Task<RedisResult> RunAsync(string script, string name, RedisValue[] arguments)
    {
        IDatabase database = await connection.GetDatabaseAsync().ConfigureAwait(false);
        return await database.ScriptEvaluateAsync(script, [connection.InstanceName + name], arguments, CommandFlags.None).ConfigureAwait(false);
    }

    private RedisChannel Channel(string name) => RedisChannel.Literal(connection.InstanceName + name);

    private static long Parse(string number) => long.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);
}
