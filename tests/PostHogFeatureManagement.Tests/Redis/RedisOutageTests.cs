using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Redis;
using PostHogFeatureManagement.Tests.Support;
using StackExchange.Redis;

namespace PostHogFeatureManagement.Tests.Redis;

/// <summary>When Redis fails, a check waits no longer than the time-out and gets no exception.</summary>
[Trait("Promise", "RC-05")]
[Trait("Promise", "RC-10")]
public sealed class RedisOutageTests : IAsyncLifetime
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    // Far longer than the time-out, so that a busy machine does not fail the test, yet finite.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private RedisServer _server = null!;
    private RedisConnection _connection = null!;
    private DistributedStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _connection = _server.Connect();
        _store = new DistributedStore(new RedisDistributedCache(_connection, TimeProvider.System), TimeLimit, new FastClock(), NullLogger.Instance, ValueCipher.None);
        await Eventually.TrueAsync(WorksAsync);
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
    public async Task GetAsync_ServerKilledAndRestarted_RecoversByItself()
    {
        await _server.KillAsync();
        await FailsQuietlyAsync();

        await _server.StartAgainAsync();

        await Eventually.TrueAsync(WorksAsync);
    }

    [Fact]
    public async Task GetAsync_ServerKilled_FailsAtOnceInsteadOfTimingOut()
    {
        var cache = new RedisDistributedCache(_connection, TimeProvider.System);
        await _server.KillAsync();

        for (int i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<RedisConnectionException>(() => cache.GetAsync("k", TestContext.Current.CancellationToken).WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task GetAsync_ServerHangs_TimesOutAndRecovers()
    {
        await _server.PauseAsync();
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => GetAsync()));
            Assert.True(_store.IsPaused);
            await FailsQuietlyAsync();
        }
        finally
        {
            await _server.ResumeAsync();
        }

        await Eventually.TrueAsync(WorksAsync);
    }

    [Fact]
    public async Task SetAsync_RedisIsFull_ReturnsFalseAndRecovers()
    {
        await _server.CommandAsync("CONFIG", "SET", "maxmemory", "1");
        Assert.False(await SetAsync());

        await _server.CommandAsync("CONFIG", "SET", "maxmemory", "0");

        await Eventually.TrueAsync(WorksAsync);
    }

    [Fact]
    public async Task GetAsync_NoServerAtStart_ConnectsLater()
    {
        await _server.KillAsync();
        using var connection = _server.Connect();
        _store = new DistributedStore(new RedisDistributedCache(connection, TimeProvider.System), TimeLimit, new FastClock(), NullLogger.Instance, ValueCipher.None);
        await FailsQuietlyAsync();

        await _server.StartAgainAsync();

        await Eventually.TrueAsync(WorksAsync);
    }

    private async Task FailsQuietlyAsync()
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.Null(await GetAsync());
            await SetAsync();
        }
    }

    private async Task<bool> WorksAsync() => await SetAsync() && await GetAsync() is [1];

    private Task<byte[]?> GetAsync() =>
        _store.GetAsync("k", CancellationToken.None).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);

    private Task<bool> SetAsync() => _store.SetAsync("k", [1], TimeSpan.FromMinutes(1)).WaitAsync(Patience, TestContext.Current.CancellationToken);
}
