using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Tests.Caching;

[Trait("Promise", "RC-07")]
public class TwoLevelCacheLifeTests
{
    private readonly CacheProbe _probe = new();

    [Fact]
    public async Task GetAsync_Miss_Fetches()
    {
        _probe.Immediate = FetchOutcome<string>.Success("a");

        Assert.Equal(new CacheAnswer<string>("a", CacheFreshness.Fresh, CacheOrigin.Fetched), await _probe.GetAsync());
    }

    [Fact]
    [Trait("Promise", "P04")]
    public async Task GetAsync_Fresh_AnswersFromMemory()
    {
        await _probe.PutAsync("a");
        _probe.Time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));

        ValueTask<CacheAnswer<string>> pending = _probe.GetAsync();

        Assert.True(pending.IsCompletedSuccessfully);
        Assert.Equal(new CacheAnswer<string>("a", CacheFreshness.Fresh, CacheOrigin.Memory), await pending);
        Assert.Equal(1, _probe.FetchCount);
    }

    [Fact]
    public async Task GetAsync_Fresh_AllocatesNothing()
    {
        await _probe.PutAsync("a");
        CacheKey key = CacheProbe.Key("k");
        CacheFetch<CacheProbe, string> fetch = static (_, _, _, _) => throw new InvalidOperationException();
        _ = await _probe.Cache.GetAsync(key, _probe, fetch, TimeSpan.FromSeconds(2), CancellationToken.None);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            ValueTask<CacheAnswer<string>> pending = _probe.Cache.GetAsync(key, _probe, fetch, TimeSpan.FromSeconds(2), CancellationToken.None);
            Assert.True(pending.IsCompletedSuccessfully);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task GetAsync_Stale_AnswersAtOnceAndRefreshesOnce()
    {
        await _probe.PutAsync("old");
        _probe.Time.Advance(TimeSpan.FromSeconds(30));

        ValueTask<CacheAnswer<string>> first = _probe.GetAsync();
        ValueTask<CacheAnswer<string>> second = _probe.GetAsync();

        Assert.True(first.IsCompletedSuccessfully);
        Assert.Equal(new CacheAnswer<string>("old", CacheFreshness.Stale, CacheOrigin.Memory), await first);
        Assert.Equal("old", (await second).Value);
        (await _probe.NextFetchAsync()).Succeed("new");
        await Support.Eventually.TrueAsync(async () => (await _probe.GetAsync()) is { Value: "new", Freshness: CacheFreshness.Fresh });
        Assert.Equal(2, _probe.FetchCount);
    }

    [Fact]
    public async Task GetAsync_StaleAndRefreshFails_ServesItAndPauses()
    {
        await _probe.PutAsync("old");
        _probe.Time.Advance(TimeSpan.FromSeconds(30));
        await _probe.GetAsync();
        PendingFetch refresh = await _probe.NextFetchAsync();
        Task<CacheAnswer<string>> joined = _probe.RefreshAsync();
        refresh.Fail();
        await joined;

        Assert.Equal(CacheFreshness.Stale, (await _probe.GetAsync()).Freshness);
        Assert.Equal(2, _probe.FetchCount);
        _probe.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("old", (await _probe.GetAsync()).Value);
        (await _probe.NextFetchAsync()).Succeed("new");
    }

    [Fact]
    public async Task GetAsync_PastStaleAndFetchSucceeds_WaitsForNewValue()
    {
        await _probe.PutAsync("old");
        _probe.Time.Advance(TimeSpan.FromHours(2));

        Task<CacheAnswer<string>> pending = _probe.GetAsync().AsTask();
        Assert.False(pending.IsCompleted);
        (await _probe.NextFetchAsync()).Succeed("new");

        Assert.Equal("new", (await pending).Value);
    }

    [Fact]
    public async Task GetAsync_PastStaleAndFetchFails_ServesFailSafeAndPauses()
    {
        await _probe.PutAsync("old");
        _probe.Time.Advance(TimeSpan.FromHours(2));
        _probe.Immediate = FetchOutcome<string>.Failure();

        Assert.Equal(new CacheAnswer<string>("old", CacheFreshness.FailSafe, CacheOrigin.Memory), await _probe.GetAsync());
        Assert.Equal("old", (await _probe.GetAsync()).Value);
        Assert.Equal(2, _probe.FetchCount);

        _probe.Time.Advance(TimeSpan.FromSeconds(5));
        await _probe.GetAsync();
        Assert.Equal(3, _probe.FetchCount);
    }

    [Fact]
    public async Task GetAsync_PastFailSafeAndFetchFails_HasNoValue()
    {
        await _probe.PutAsync("old");
        _probe.Time.Advance(TimeSpan.FromHours(24));
        _probe.Immediate = FetchOutcome<string>.Failure("why");

        Assert.Equal(new CacheAnswer<string>("why", CacheFreshness.None, CacheOrigin.Fetched), await _probe.GetAsync());
        Assert.Null(_probe.LastPrevious);
    }

    [Fact]
    [Trait("Promise", "RC-09")]
    public async Task GetAsync_FailureWithoutValue_IsRememberedBriefly()
    {
        _probe.Immediate = FetchOutcome<string>.Failure("why");

        await _probe.GetAsync();
        Assert.Equal(new CacheAnswer<string>("why", CacheFreshness.None, CacheOrigin.Fetched), await _probe.GetAsync());
        Assert.Equal(1, _probe.FetchCount);

        _probe.Time.Advance(TimeSpan.FromSeconds(5));
        _probe.Immediate = FetchOutcome<string>.Success("a");
        Assert.Equal("a", (await _probe.GetAsync()).Value);
    }

    [Fact]
    [Trait("Promise", "RC-09")]
    public async Task GetAsync_NegativeValue_IsFreshBrieflyThenStale()
    {
        _probe.Immediate = FetchOutcome<string>.Negative("partial");
        await _probe.GetAsync();
        _probe.Immediate = null;

        _probe.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(CacheFreshness.Fresh, (await _probe.GetAsync()).Freshness);
        _probe.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(CacheFreshness.Stale, (await _probe.GetAsync()).Freshness);
    }

    [Fact]
    [Trait("Promise", "RC-09")]
    public async Task GetAsync_NegativeWithoutValue_IsRememberedBrieflyThenGone()
    {
        _probe.Immediate = FetchOutcome<string>.Negative(null);

        await _probe.GetAsync();
        Assert.Equal(new CacheAnswer<string>(null, CacheFreshness.Fresh, CacheOrigin.Memory), await _probe.GetAsync());
        _probe.Time.Advance(TimeSpan.FromSeconds(5));
        await _probe.GetAsync();

        Assert.Equal(2, _probe.FetchCount);
    }

    [Fact]
    [Trait("Promise", "P32")]
    public async Task GetAsync_ParityLifetimes_FetchesAgainAfterFiveMinutes()
    {
        var probe = new CacheProbe(new CacheLifetimes(TimeSpan.FromSeconds(300), TimeSpan.Zero, TimeSpan.FromHours(24), TimeSpan.Zero));
        await probe.PutAsync("a");

        probe.Time.Advance(TimeSpan.FromSeconds(299));
        await probe.GetAsync();
        Assert.Equal(1, probe.FetchCount);

        probe.Time.Advance(TimeSpan.FromSeconds(1));
        probe.Immediate = FetchOutcome<string>.Success("b");
        Assert.Equal("b", (await probe.GetAsync()).Value);
    }

    [Fact]
    public async Task GetAsync_FreshForZero_FetchesEachTime()
    {
        var probe = new CacheProbe(CacheProbe.Default with { FreshFor = TimeSpan.Zero }) { Immediate = FetchOutcome<string>.Success("a") };

        Assert.Equal("a", (await probe.GetAsync()).Value);
        probe.Immediate = FetchOutcome<string>.Failure("why");
        Assert.Equal(new CacheAnswer<string>("why", CacheFreshness.None, CacheOrigin.Fetched), await probe.GetAsync());
        Assert.Equal(2, probe.FetchCount);
        Assert.Equal(0, probe.Cache.Count);
    }

    [Fact]
    public async Task GetAsync_WallClockSetBack_AgesAreUnchanged()
    {
        await _probe.PutAsync("a");
        _probe.Clock.Offset = TimeSpan.FromDays(-1);
        _probe.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(CacheFreshness.Stale, (await _probe.GetAsync()).Freshness);
    }

    [Fact]
    public async Task GetAsync_FetchThrows_CountsAsFailure()
    {
        await _probe.PutAsync("old");
        _probe.Time.Advance(TimeSpan.FromHours(2));
        Task<CacheAnswer<string>> pending = _probe.GetAsync().AsTask();

        (await _probe.NextFetchAsync()).Throw(new InvalidOperationException("boom"));

        Assert.Equal(CacheFreshness.FailSafe, (await pending).Freshness);
    }
}
