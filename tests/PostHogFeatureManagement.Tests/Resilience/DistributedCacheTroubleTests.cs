using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>The application's distributed cache fails or hangs during checks.</summary>
[Trait("Promise", "RC-10")]
[Trait("Promise", "FM-20")]
public sealed class DistributedCacheTroubleTests : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeDistributedCache _cache;
    private readonly Outage _outage;

    public DistributedCacheTroubleTests()
    {
        _cache = new FakeDistributedCache(_clock);
        _outage = Start();
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _outage.DisposeAsync();

    [Fact]
    public async Task GetFlagAsync_CacheFails_PostHogAnswersWithoutWait()
    {
        _cache.Fails();

        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(FlagSource.Remote, (await _outage.StartAsync(Caller(i))).Source);
        }

        // After three failures in a row, the cache gets no calls.
        await Eventually.TrueAsync(() => _outage.Library.Logs.CountOf(LogEvents.DistributedCachePaused) == 1);
        Assert.InRange(_cache.Operations.Count, 3, 6);
    }

    [Fact]
    public async Task GetFlagAsync_CacheHangs_OnlyThreeChecksWait()
    {
        _cache.Hangs();
        for (int i = 0; i < DistributedStore.FailuresToPause; i++)
        {
            Task<FlagResult> check = _outage.StartAsync(Caller(i));
            await _clock.TimerDueInAsync(Timeout);
            Assert.False(check.IsCompleted);
            _clock.Advance(Timeout);
            Assert.Equal(FlagSource.Remote, (await check).Source);
            if (_outage.Library.Logs.CountOf(LogEvents.DistributedCachePaused) > 0)
            {
                break;
            }
        }

        for (int i = 10; i < 30; i++)
        {
            Assert.Equal(FlagSource.Remote, (await _outage.StartAsync(Caller(i))).Source);
        }

        Assert.Equal(1, _outage.Library.Logs.CountOf(LogEvents.DistributedCachePaused));
    }

    [Fact]
    public async Task GetFlagAsync_CacheRecovers_IsUsedAgain()
    {
        _cache.Fails();
        for (int i = 0; i < 5; i++)
        {
            await _outage.StartAsync(Caller(i));
        }

        _cache.Works();
        _clock.Advance(DistributedStore.Pause);
        await _outage.StartAsync(Caller(5));
        await Eventually.TrueAsync(() => _outage.Library.Logs.CountOf(LogEvents.DistributedCacheRecovered) == 1);
        await _outage.StartAsync(Caller(6));

        await Eventually.TrueAsync(() => _cache.Keys.Count > 0);
    }

    [Fact]
    public async Task GetFlagAsync_CacheAndPostHogDown_ConfigurationAnswers()
    {
        _cache.Fails();
        _outage.PostHog.Become(Behaviours.RefuseAtOnce);

        Waited<FlagResult> check = await _outage.AskAsync(Outage.Ada);

        Assert.Equal((FlagSource.Configuration, TimeSpan.FromMilliseconds(300)), (check.Answer.Source, check.Time));
    }

    /// <summary>An instance that starts while PostHog is down.</summary>
    [Theory]
    [InlineData(10, FlagSource.Cache, 0)]
    [InlineData(600, FlagSource.Stale, 0)]
    [InlineData(82_800, FlagSource.Stale, 4)]
    [InlineData(86_401, FlagSource.Configuration, 4)]
    [Trait("Promise", "RC-07")]
    public async Task GetFlagAsync_NewInstanceDuringOutage_UsesAnswersOfOthers(int age, FlagSource source, int seconds)
    {
        await _outage.AskAsync(Outage.Ada);
        await Eventually.TrueAsync(() => _cache.Keys.Count == 2);
        _clock.Advance(TimeSpan.FromSeconds(age));
        await using Outage restarted = Start();
        restarted.PostHog.Become(Behaviours.Hang);

        Waited<FlagResult> check = await restarted.AskAsync(Outage.Ada, TimeSpan.FromSeconds(seconds));

        Assert.Equal((source, TimeSpan.FromSeconds(seconds)), (check.Answer.Source, check.Time));
        Assert.Equal(source == FlagSource.Configuration ? null : "old", check.Answer.Variant);
    }

    private static PostHogContext Caller(int number) => new($"caller-{number}");

    private Outage Start() => new(
        new LibraryParts { Clock = _clock, Services = services => services.AddSingleton<IDistributedCache>(_cache) },
        ("PostHog:SecretKey", ""),
        ("FeatureManagement:headline", "true"));
}
