using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Fleet.Storage;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Fleet.Storage;

[Trait("Promise", "RC-10")]
public sealed class FleetStorageTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeFleetBackend _backend;
    private readonly FleetStorage _storage;

    public FleetStorageTests()
    {
        _backend = new FakeFleetBackend(_clock);
        _storage = new FleetStorage(_backend, _clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoStorage_AllOperations_AnswerThatThereIsNone()
    {
        var none = new FleetStorage(null, _clock);

        Assert.Null(none.Name);
        Assert.Null(await none.ReadAsync("a", Token));
        Assert.Equal(ReplaceOutcome.Unknown, await none.ReplaceAsync("a", null, [1], TimeSpan.FromMinutes(1), Token));
        Assert.False(await none.ListenAsync("a", static _ => { }, Token));
        await none.AnnounceAsync("a", [1], Token);
    }

    [Fact]
    public async Task ReplaceAsync_Expected_DecidesWhoWins()
    {
        Assert.Equal(ReplaceOutcome.Replaced, await _storage.ReplaceAsync("a", null, [1], TimeSpan.FromMinutes(1), Token));
        Assert.Equal(ReplaceOutcome.Lost, await _storage.ReplaceAsync("a", null, [2], TimeSpan.FromMinutes(1), Token));
        Assert.Equal(ReplaceOutcome.Replaced, await _storage.ReplaceAsync("a", [1], [2], TimeSpan.FromMinutes(1), Token));
        Assert.Equal([2], (await _storage.ReadAsync("a", Token))?.Bytes);
    }

    [Fact]
    public async Task Fails_SeveralTimes_IsLeftAloneAndTriedAgain()
    {
        _backend.Fails();
        for (int i = 0; i < CallGuard.FailuresToPause; i++)
        {
            Assert.Null(await _storage.ReadAsync("a", Token));
        }

        _backend.Works();
        Assert.Null(await _storage.ReadAsync("a", Token));

        _clock.Advance(CallGuard.Pause);
        Assert.NotNull(await _storage.ReadAsync("a", Token));
    }

    [Fact]
    public async Task Hangs_Read_EndsAfterTheTimeout()
    {
        var end = new TaskCompletionSource();
        _backend.Before = () => end.Task;
        Task<StoredValue?> read = _storage.ReadAsync("a", Token);

        await _clock.TimerDueInAsync(FleetStorage.Timeout);
        _clock.Advance(FleetStorage.Timeout);

        Assert.Null(await read);
        end.SetResult();
    }

    /// <summary>The answer is lost, but the value was written: the next read shows it.</summary>
    [Fact]
    public async Task ReplaceAsync_AnswerLost_IsUnknown()
    {
        _backend.AfterReplace = static () => Task.FromException(new InvalidOperationException("lost"));

        Assert.Equal(ReplaceOutcome.Unknown, await _storage.ReplaceAsync("a", null, [1], TimeSpan.FromMinutes(1), Token));
        Assert.Equal([1], (await _storage.ReadAsync("a", Token))?.Bytes);
    }
}
