using PostHogFeatureManagement.Fleet.Storage;
using PostHogFeatureManagement.Redis;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Redis;

[Trait("Promise", "DF-04")]
public sealed class RedisFleetBackendTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisConnection _connection = null!;
    private RedisFleetBackend _backend = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _connection = _server.Connect("app:");
        _backend = new RedisFleetBackend(_connection);
    }

    public async ValueTask DisposeAsync()
    {
        _backend.Dispose();
        _connection.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task ReplaceAsync_Expected_DecidesWhoWins()
    {
        Assert.True(await ReplaceAsync(null, [1]));
        Assert.False(await ReplaceAsync(null, [2]));
        Assert.False(await ReplaceAsync([3], [2]));
        Assert.True(await ReplaceAsync([1], []));
        Assert.False(await ReplaceAsync(null, [2]));
        Assert.True(await ReplaceAsync([], [0, 255, 13, 10]));
        Assert.Equal([0, 255, 13, 10], (await _backend.ReadAsync("{a}:x", Token)).Bytes);
        Assert.Equal(":1", await _server.CommandAsync("EXISTS", "app:{a}:x"));
    }

    [Fact]
    public async Task ReplaceAsync_ManyAtOnce_OneWins()
    {
        bool[] won = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => ReplaceAsync(null, [(byte)number])));

        Assert.Single(won, true);
    }

    [Fact]
    public async Task ReadAsync_Value_TellsLifeAndTime()
    {
        StoredValue none = await _backend.ReadAsync("{a}:x", Token);
        await ReplaceAsync(null, [1]);
        StoredValue value = await _backend.ReadAsync("{a}:x", Token);

        Assert.Null(none.Bytes);
        Assert.Null(none.Remaining);
        Assert.InRange(value.Remaining!.Value, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
        Assert.InRange(value.Now!.Value, TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow().AddMinutes(1));
    }

    [Fact]
    public async Task KeyOfAnotherType_CountsAsMissing_AndIsReplaced()
    {
        await _server.CommandAsync("LPUSH", "app:{a}:x", "1");

        Assert.Null((await _backend.ReadAsync("{a}:x", Token)).Bytes);
        Assert.True(await ReplaceAsync(null, [1]));
        Assert.Equal([1], (await _backend.ReadAsync("{a}:x", Token)).Bytes);
    }

    [Fact]
    public async Task RedisRestarted_Scripts_AreLoadedAgain()
    {
        await ReplaceAsync(null, [1]);
        await _server.KillAsync();
        await _server.StartAgainAsync();

        await Eventually.TrueAsync(async () => await TryReadAsync() is { Bytes: null });
        Assert.True(await ReplaceAsync(null, [2]));
    }

    [Fact]
    [Trait("Promise", "EX-02")]
    public async Task ClaimAsync_ClaimedByOther_TellsWho()
    {
        using RedisConnection other = _server.Connect("app:");
        using var otherBackend = new RedisFleetBackend(other);
        Guid[] ours = [Guid.NewGuid(), Guid.NewGuid()];
        Guid[] theirs = [Guid.NewGuid(), Guid.NewGuid()];

        Assert.Equal(ours, await _backend.ClaimAsync(["a", "b"], ours, TimeSpan.FromHours(1)));
        Assert.Equal([ours[1], theirs[1]], await otherBackend.ClaimAsync(["b", "c"], theirs, TimeSpan.FromHours(1)));
        Assert.Equal(ours, await _backend.ClaimAsync(["a", "b"], ours, TimeSpan.FromHours(1)));
        Assert.StartsWith(":3", await _server.CommandAsync("TTL", "app:a"), StringComparison.Ordinal);

        await _backend.ReleaseAsync(["a", "b"]);
        Assert.Equal(theirs, await otherBackend.ClaimAsync(["a", "b"], theirs, TimeSpan.FromHours(1)));
    }

    [Fact]
    [Trait("Promise", "EX-02")]
    public async Task ClaimAsync_ManyAtOnce_EachHasOneOwner()
    {
        string[] names = [.. Enumerable.Range(0, 100).Select(static number => $"n{number}")];

        Guid[][] holders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _backend.ClaimAsync(names, [.. names.Select(static _ => Guid.NewGuid())], TimeSpan.FromHours(1))));

        Assert.All(holders, others => Assert.Equal(holders[0], others));
    }

    [Fact]
    [Trait("Promise", "DF-05")]
    public async Task AnnounceAsync_OtherInstance_HearsIt_AlsoAfterRestart()
    {
        using RedisConnection other = _server.Connect("app:");
        using var sender = new RedisFleetBackend(other);
        using var heard = new SemaphoreSlim(0);
        await _backend.ListenAsync("{a}:news", message => heard.Release(message[0]));
        await _backend.ListenAsync("{a}:news", static _ => throw new InvalidOperationException());
        Assert.True(_backend.IsListening("{a}:news"));

        await sender.AnnounceAsync("{a}:news", [1]);
        Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(10), Token));

        await _server.KillAsync();
        await Eventually.TrueAsync(() => !_backend.IsListening("{a}:news"));
        await _server.StartAgainAsync();
        await Eventually.TrueAsync(() => _backend.IsListening("{a}:news"));
        await Eventually.TrueAsync(async () => await TryAnnounceAsync(sender) && await heard.WaitAsync(TimeSpan.FromMilliseconds(100), Token));
    }

    private Task<bool> ReplaceAsync(byte[]? expected, byte[] value) => _backend.ReplaceAsync("{a}:x", expected, value, TimeSpan.FromMinutes(1), Token);

    private static async Task<bool> TryAnnounceAsync(RedisFleetBackend sender)
    {
        try
        {
            await sender.AnnounceAsync("{a}:news", [1]);
            return true;
        }
        catch (Exception exception) when (exception is StackExchange.Redis.RedisException or TimeoutException)
        {
            return false;
        }
    }

    private async Task<StoredValue?> TryReadAsync()
    {
        try
        {
            return await _backend.ReadAsync("{a}:x", Token);
        }
        catch (Exception exception) when (exception is StackExchange.Redis.RedisException or TimeoutException)
        {
            return null;
        }
    }
}
