using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Caching;

[Trait("Promise", "RC-04")]
public class TwoLevelCacheDistributedTests
{
    private readonly DistributedProbe _probe = new();

    [Fact]
    public async Task GetAsync_CachedByOtherInstance_IsNotFetched()
    {
        await _probe.PutAsync("a");

        Assert.Equal(new CacheAnswer<string>("a", CacheFreshness.Fresh, CacheOrigin.Distributed), await _probe.Second.GetAsync());
        Assert.Equal(new CacheAnswer<string>("a", CacheFreshness.Fresh, CacheOrigin.Memory), await _probe.Second.GetAsync());
        Assert.Equal(0, _probe.Second.FetchCount);
    }

    [Fact]
    public async Task PutAsync_Always_WritesPrefixKindAndVersionForFullLifetime()
    {
        await _probe.PutAsync("a");

        Assert.Matches("^posthog:t1:[A-Za-z0-9_-]{43}$", _probe.OnlyKey);
        Assert.Equal(TimeSpan.FromHours(24), _probe.Backend.LifetimeOf(_probe.OnlyKey));
    }

    [Fact]
    public async Task GetAsync_StaleInOtherInstance_IsStaleAndRefreshed()
    {
        await _probe.PutAsync("old");
        _probe.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(new CacheAnswer<string>("old", CacheFreshness.Stale, CacheOrigin.Distributed), await _probe.Second.GetAsync());
        (await _probe.Second.NextFetchAsync()).Succeed("new");
        await Eventually.TrueAsync(async () => (await _probe.Second.GetAsync()).Value == "new");
    }

    [Fact]
    public async Task GetAsync_FailSafeInOtherInstanceAndFetchFails_IsServed()
    {
        await _probe.PutAsync("old");
        _probe.Time.Advance(TimeSpan.FromHours(5));
        _probe.Second.Immediate = FetchOutcome<string>.Failure();

        Assert.Equal("old", (await _probe.Second.GetAsync()).Value);
        Assert.Equal("old", _probe.Second.LastPrevious);
    }

    [Fact]
    public async Task GetAsync_StaleButRefreshedByOtherInstance_UsesThatValue()
    {
        await _probe.PutAsync("old");
        await _probe.Second.GetAsync();
        _probe.Time.Advance(TimeSpan.FromMinutes(1));
        await _probe.PutAsync("new");

        Assert.Equal("old", (await _probe.Second.GetAsync()).Value);

        await Eventually.TrueAsync(async () => (await _probe.Second.GetAsync()).Value == "new");
        Assert.Equal(0, _probe.Second.FetchCount);
    }

    [Fact]
    [Trait("Promise", "P24")]
    public async Task RefreshAsync_FreshInOtherInstance_StillFetchesWithItAsPrevious()
    {
        await _probe.PutAsync("old");
        _probe.Second.Immediate = FetchOutcome<string>.Success("new");

        Assert.Equal("new", (await _probe.Second.RefreshAsync()).Value);
        Assert.Equal("old", _probe.Second.LastPrevious);
    }

    [Fact]
    public async Task GetAsync_OtherClockIsAhead_ValueCountsAsNew()
    {
        var ahead = new DistributedProbe();
        ahead.Time.Advance(TimeSpan.FromMinutes(5));
        await ahead.PutAsync("a");
        _probe.Backend[ahead.OnlyKey] = ahead.Backend[ahead.OnlyKey];

        Assert.Equal(CacheFreshness.Fresh, (await _probe.First.GetAsync()).Freshness);
        _probe.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(CacheFreshness.Stale, (await _probe.First.GetAsync()).Freshness);
    }

    [Fact]
    public async Task Clear_WhileFetching_OldFetchWritesNothing()
    {
        Task<CacheAnswer<string>> pending = _probe.First.GetAsync().AsTask();
        PendingFetch fetch = await _probe.First.NextFetchAsync();
        _probe.First.Cache.Clear();
        fetch.Succeed("old");
        await pending;

        Assert.Equal(0, _probe.Backend.Sets);
    }

    [Fact]
    public async Task Clear_Cached_IgnoresEarlierDistributedValues()
    {
        await _probe.PutAsync("old");
        _probe.First.Cache.Clear();
        _probe.First.Immediate = FetchOutcome<string>.Failure();

        Assert.Null((await _probe.First.GetAsync()).Value);

        _probe.Time.Advance(TimeSpan.FromMinutes(1));
        await _probe.Second.PutAsync("new");
        await Eventually.TrueAsync(async () => (await _probe.First.GetAsync()).Value == "new");
    }

    [Theory]
    [InlineData(StringCodec.Unwritable)]
    [InlineData(StringCodec.Throwing)]
    public async Task PutAsync_CannotBeWritten_StaysInMemory(string value)
    {
        await _probe.First.PutAsync(value);
        Assert.Equal(value, (await _probe.First.GetAsync()).Value);

        await _probe.PutAsync("fine");
        Assert.Equal("fine", (await _probe.Second.GetAsync()).Value);
    }

    [Fact]
    public async Task GetAsync_CodecFails_Misses()
    {
        await _probe.PutAsync("unreadable");
        _probe.Second.Immediate = FetchOutcome<string>.Success("fetched");

        Assert.Equal("fetched", (await _probe.Second.GetAsync()).Value);
    }

    [Fact]
    [Trait("Promise", "RC-10")]
    public async Task GetAsync_DistributedHangs_FetchesAfterOneTimeout()
    {
        _probe.Backend.Hangs();
        _probe.First.Immediate = FetchOutcome<string>.Success("fetched");

        Task<CacheAnswer<string>> pending = _probe.First.GetAsync().AsTask();
        await _probe.Time.TimerDueInAsync(TimeSpan.FromMilliseconds(250));
        _probe.Time.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal("fetched", (await pending).Value);
    }
}
