using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Tests.Caching;

[Trait("Promise", "RC-03")]
public class TwoLevelCacheInvalidationTests
{
    private readonly CacheProbe _probe = new(sizeLimit: 10);

    [Fact]
    public async Task Remove_Known_IsFetchedAgain()
    {
        await _probe.PutAsync("old");
        _probe.Cache.Remove(CacheProbe.Key("k"));
        _probe.Immediate = FetchOutcome<string>.Success("new");

        Assert.Equal("new", (await _probe.GetAsync()).Value);
        Assert.Null(_probe.LastPrevious);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RemoveOrClear_WhileFetching_DoesNotBringTheOldValueBack(bool clear)
    {
        Task<CacheAnswer<string>> before = _probe.GetAsync().AsTask();
        PendingFetch old = await _probe.NextFetchAsync();

        if (clear)
        {
            _probe.Cache.Clear();
        }
        else
        {
            _probe.Cache.Remove(CacheProbe.Key("k"));
        }

        Task<CacheAnswer<string>> after = _probe.GetAsync().AsTask();
        PendingFetch current = await _probe.NextFetchAsync();
        current.Succeed("new");
        Assert.Equal("new", (await after).Value);
        old.Succeed("old");
        Assert.Equal("old", (await before).Value);
        Assert.Equal("new", (await _probe.GetAsync()).Value);
    }

    [Fact]
    public async Task Clear_Known_ForgetsAll()
    {
        await _probe.PutAsync("a", "1");
        await _probe.PutAsync("b", "2");

        _probe.Cache.Clear();

        Assert.Equal(0, _probe.Cache.Count);
        _probe.Immediate = FetchOutcome<string>.Failure();
        Assert.Null((await _probe.GetAsync("1")).Value);
    }

    [Fact]
    public async Task GetAsync_MoreKeysThanTheLimit_KeepsTheUsedOnes()
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
    public async Task GetAsync_ManyThreadsAndKeys_NeverHoldsMoreThanTheLimitAtRest()
    {
        _probe.Immediate = FetchOutcome<string>.Success("x");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            for (int i = 0; i < 2000; i++)
            {
                await _probe.GetAsync($"{thread}-{i}");
                if (i % 100 == 0)
                {
                    _probe.Cache.Remove(CacheProbe.Key($"{thread}-{i}"));
                }
            }
        })));

        Assert.InRange(_probe.Cache.Count, 1, 10);
    }
}
