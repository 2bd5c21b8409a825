using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Tests.Caching;

[Trait("Promise", "RC-03")]
public class TwoLevelCacheInvalidationTests
{
    private readonly CacheProbe _probe = new(sizeLimit: 10);

    [Fact]
    public async Task Clear_WhileFetching_DoesNotBringOldValueBack()
    {
        Task<CacheAnswer<string>> before = _probe.GetAsync().AsTask();
        PendingFetch old = await _probe.NextFetchAsync();

        _probe.Cache.Clear();

        Task<CacheAnswer<string>> after = _probe.GetAsync().AsTask();
        PendingFetch current = await _probe.NextFetchAsync();
        current.Succeed("new");
        Assert.Equal("new", (await after).Value);
        old.Succeed("old");
        Assert.Equal("old", (await before).Value);
        Assert.Equal("new", (await _probe.GetAsync()).Value);
    }

    [Fact]
    public async Task Clear_Cached_ForgetsAll()
    {
        await _probe.PutAsync("a", "1");
        await _probe.PutAsync("b", "2");

        _probe.Cache.Clear();

        Assert.Equal(0, _probe.Cache.Count);
        _probe.Immediate = FetchOutcome<string>.Failure();
        Assert.Null((await _probe.GetAsync("1")).Value);
    }

    [Fact]
    public async Task GetAsync_MoreKeysThanLimit_KeepsUsedOnes()
    {
        await _probe.PutAsync("used", "used");
        for (int i = 0; i < 100; i++)
        {
            await _probe.PutAsync("x", $"{i}");
            _probe.Immediate = FetchOutcome<string>.Failure();
            await _probe.GetAsync("used");
        }

        Assert.Equal(10, _probe.Cache.Count);
        int fetches = _probe.FetchCount;
        Assert.Equal("used", (await _probe.GetAsync("used")).Value);
        Assert.Equal(fetches, _probe.FetchCount);
    }

    [Fact]
    public async Task GetAsync_ManyThreadsAndKeys_EndsWithinLimit()
    {
        _probe.Immediate = FetchOutcome<string>.Success("x");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            for (int i = 0; i < 2000; i++)
            {
                await _probe.GetAsync($"{thread}-{i}");
            }
        })));

        Assert.InRange(_probe.Cache.Count, 1, 10);
    }
}
