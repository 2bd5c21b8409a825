using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Remote.Storage;
using PostHogFeatureManagement.Redis;
using PostHogFeatureManagement.Tests.Flags;
using PostHogFeatureManagement.Tests.Redis;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// When Redis lost its data, the instances wrote answers again, but for ten minutes not the table that the answers refer to. A new instance could read none.
/// </summary>
[Trait("Promise", "RC-13")]
public sealed class LostTableStaysMissingTests : IAsyncDisposable
{
    private const string TablePrefix = "posthog:s1:";
    private static readonly PostHogContext[] Callers = [.. Enumerable.Range(0, 20).Select(static i => new PostHogContext($"caller-{i}"))];

    private readonly ManualTimeProvider _time = new();
    private RedisServer? _server;
    private RedisConnection? _connection;

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetAsync_RedisLostItsData_NewInstanceReadsWhatIsWrittenFromThenOn(bool isOnlyTableLost)
    {
        _server = await RedisServer.StartAsync();
        _connection = _server.Connect();
        RemoteProbe warm = OnRedis();
        await AskAsync(warm);
        await Eventually.TrueAsync(async () => (await KeysAsync()).Length == Callers.Length + 1);
        string table = Assert.Single(await KeysAsync(), static key => key.StartsWith(TablePrefix, StringComparison.Ordinal));

        await _server.CommandAsync(isOnlyTableLost ? ["DEL", table] : ["FLUSHALL"]);
        await AskAsync(warm);
        await Eventually.TrueAsync(async () => (await KeysAsync()).Length >= Callers.Length);
        _time.Advance(OutcomeTableStore.LookEvery);
        await Eventually.TrueAsync(async () => (await KeysAsync()).Contains(table));

        RemoteProbe fresh = OnRedis();
        foreach (PostHogContext caller in Callers)
        {
            Assert.Equal(FlagSource.Cache, (await fresh.GetAsync("who", caller)).Source);
        }

        Assert.Empty(fresh.Requests);
    }

    [Fact]
    public async Task GetAsync_ManyAnswers_LooksOncePerInterval()
    {
        var cache = new FakeDistributedCache(_time);
        RemoteProbe instance = Instance(cache);
        await AskAsync(instance);
        await Eventually.TrueAsync(() => cache.SetsDone == Callers.Length + 1);
        await AskAsync(instance);
        int gets = cache.Gets;

        _time.Advance(OutcomeTableStore.LookEvery);
        await Eventually.TrueAsync(() => cache.Gets == gets + 1);
        _time.Advance(10 * OutcomeTableStore.LookEvery);

        await Eventually.TrueAsync(() => cache.SetsDone == (2 * Callers.Length) + 1);
        Assert.Equal(gets + 1, cache.Gets);
    }

    [Fact]
    public async Task GetAsync_TableChanged_IsWrittenAgain()
    {
        var cache = new FakeDistributedCache(_time);
        RemoteProbe instance = Instance(cache);
        await AskAsync(instance);
        await Eventually.TrueAsync(() => cache.SetsDone == Callers.Length + 1);
        string key = Assert.Single(cache.Keys, static key => key.StartsWith(TablePrefix, StringComparison.Ordinal));
        byte[] table = cache[key];
        cache[key] = [1, 2, 3];

        await AskAsync(instance);
        _time.Advance(OutcomeTableStore.LookEvery);

        await Eventually.TrueAsync(() => cache[key].AsSpan().SequenceEqual(table));
    }

    [Fact]
    public async Task GetAsync_CacheFailsWhileTableIsWritten_NextAnswerWritesIt()
    {
        var cache = new FakeDistributedCache(_time);
        RemoteProbe instance = Instance(cache);
        cache.Fails();
        await instance.GetAsync();
        await Eventually.TrueAsync(() => cache.Sets == 2);
        cache.Works();
        _time.Advance(TimeSpan.FromMinutes(1));

        await Eventually.TrueAsync(async () =>
        {
            await instance.RefreshAllAsync();
            return cache.Keys.Count == 2;
        });
    }

    [Fact]
    public async Task GetAsync_TableTooLarge_IsLoggedOnceAndAnswersStayInMemory()
    {
        var cache = new FakeDistributedCache(_time);
        using var logs = new RecordingLogger();
        RemoteProbe instance = Instance(cache, logs);
        var payload = new FlagPayload(System.Text.Json.JsonElement.Parse($"\"{new string('x', OutcomeTableCodec.MaxSize)}\""));
        instance.Respond(RemoteProbe.On("who") with { Payload = payload });

        await AskAsync(instance);

        Assert.Equal(1, logs.CountOf(LogEvents.AnswersTooLarge));
        Assert.Equal(FlagSource.Cache, (await instance.GetAsync("who", Callers[0])).Source);
        Assert.Empty(cache.Keys);
    }

    private static async Task AskAsync(RemoteProbe instance)
    {
        foreach (PostHogContext caller in Callers)
        {
            Assert.Equal(FlagSource.Remote, (await instance.RefreshAllAsync(caller)).Source);
        }
    }

    private RemoteProbe OnRedis() => Instance(new RedisDistributedCache(_connection!, _time));

    private RemoteProbe Instance(Microsoft.Extensions.Caching.Distributed.IDistributedCache cache, RecordingLogger? logs = null)
    {
        var instance = new RemoteProbe(static options => options.Cache.DistributedTimeout = TimeSpan.FromSeconds(10), cache, _time, logs);
        instance.Respond(RemoteProbe.On("who"));
        return instance;
    }

    private async Task<string[]> KeysAsync()
    {
        StackExchange.Redis.IConnectionMultiplexer connection = await _connection!.GetAsync();
        return [.. connection.GetServer("127.0.0.1", _server!.Port).Keys().Select(static key => key.ToString())];
    }
}
