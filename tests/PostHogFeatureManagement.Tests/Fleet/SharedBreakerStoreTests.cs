using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Fleet;

[Trait("Promise", "RS-05")]
public class SharedBreakerStoreTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeDistributedCache _cache;

    public SharedBreakerStoreTests() => _cache = new FakeDistributedCache(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PutAsync_SeveralInstances_AreAllRead()
    {
        SharedBreakerNote first = Note(60);
        SharedBreakerNote second = Note(30);

        await Store().PutAsync(first, Token);
        await Store().PutAsync(second, Token);

        Assert.Equal([second, first], await Store().ReadAsync(Token));
    }

    [Fact]
    public async Task PutAsync_SameInstanceAgain_ReplacesItsNote()
    {
        SharedBreakerNote note = Note(60);
        SharedBreakerNote later = note with { OpenUntil = note.OpenUntil + TimeSpan.FromSeconds(60) };
        await Store().PutAsync(note, Token);

        await Store().PutAsync(later, Token);

        Assert.Equal([later], await Store().ReadAsync(Token));
    }

    [Fact]
    public async Task PutAsync_ExpiredAndImplausibleNotes_AreDropped()
    {
        _cache[Seal().Name] = SharedBreakerFormat.Write([Note(-1), Note(7200)]);
        SharedBreakerNote fresh = Note(60);

        await Store().PutAsync(fresh, Token);

        Assert.Equal([fresh], await Store().ReadAsync(Token));
    }

    [Fact]
    public async Task PutAsync_LastNoteExpired_CacheIsEmpty()
    {
        await Store().PutAsync(Note(60), Token);
        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Empty(await Store().ReadAsync(Token));
        Assert.Null(await _cache.GetAsync(Seal().Name, Token));
    }

    [Fact]
    public async Task ReadAsync_CacheFails_IsEmpty()
    {
        await Store().PutAsync(Note(60), Token);
        _cache.Fails();

        Assert.Empty(await Store().ReadAsync(Token));
        await Store().PutAsync(Note(60), Token);
    }

    [Fact]
    [Trait("Promise", "RC-10")]
    public async Task ReadAsync_CacheHangs_TimesOutThenPauses()
    {
        _cache.Hangs();
        SharedBreakerStore store = Store();
        for (int i = 1; i <= DistributedStore.FailuresToPause; i++)
        {
            Task<IReadOnlyList<SharedBreakerNote>> read = store.ReadAsync(Token);
            await _cache.Operations.ReachAsync(i);
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            Assert.Empty(await read);
        }

        Assert.Empty(await store.ReadAsync(Token));

        Assert.Equal(DistributedStore.FailuresToPause, _cache.Operations.Count);
    }

    [Fact]
    public async Task ReadAsync_CallerLeaves_IsEmptyAtOnce()
    {
        _cache.Hangs();
        using var leaving = new CancellationTokenSource();

        Task<IReadOnlyList<SharedBreakerNote>> read = Store().ReadAsync(leaving.Token);
        await leaving.CancelAsync();

        Assert.Empty(await read);
    }

    [Fact]
    public void IsShared_NoDistributedCache_IsFalse()
    {
        Assert.False(Store(null, Seal()).IsShared);
        Assert.True(Store().IsShared);
    }

    [Fact]
    public async Task ReadAsync_OtherSecret_IsEmpty()
    {
        await Store(Seal(secret: "one")).PutAsync(Note(60), Token);

        Assert.Single(await Store(Seal(secret: "one")).ReadAsync(Token));
        Assert.Empty(await Store(Seal(secret: "two")).ReadAsync(Token));
        Assert.Empty(await Store().ReadAsync(Token));
    }

    private SharedBreakerNote Note(int seconds) => new(Guid.NewGuid(), _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));

    private SharedBreakerStore Store() => Store(_cache, Seal());

    private SharedBreakerStore Store(FleetSeal seal) => Store(_cache, seal);

    private SharedBreakerStore Store(IDistributedCache? cache, FleetSeal seal) =>
        new(new DistributedStore(cache, TimeSpan.FromMilliseconds(250), _clock, NullLogger.Instance, ValueCipher.None), seal, _clock);

    private static FleetSeal Seal(string? secret = null) =>
        new FleetScope(new PostHogProject("https://us.i.posthog.com", "phc_x"), new PostHogCacheOptions { KeySecret = secret }).CircuitNotes;
}
