using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Tests.Caching.Memory;

[Trait("Promise", "RC-13")]
public class CacheMemoryTests
{
    private const int Limit = 100_000;

    private readonly CacheProbe _probe = new(sizeLimit: 10_000, memoryLimit: Limit);

    [Fact]
    public async Task Store_ManyValues_StaysUnderLimit()
    {
        for (int i = 0; i < 100; i++)
        {
            await _probe.PutAsync(new string('x', 10_000), $"{i}");
            Assert.InRange(_probe.Cache.Bytes, 1, Limit);
        }

        Assert.InRange(_probe.Cache.Count, 5, 9);
        Assert.Equal(CacheOrigin.Memory, (await _probe.GetAsync("99")).Origin);
    }

    [Fact]
    public async Task Store_EntryUsedMeanwhile_KeepsItLonger()
    {
        await _probe.PutAsync("used");
        for (int i = 0; i < 20; i++)
        {
            await _probe.PutAsync(new string('x', 10_000), $"{i}");
            Assert.Equal(CacheOrigin.Memory, (await _probe.GetAsync()).Origin);
        }
    }

    [Fact]
    public async Task Store_NewValueOfOtherSize_CountsTheDifference()
    {
        await _probe.PutAsync(new string('x', 10_000));
        long large = _probe.Cache.Bytes;

        await _probe.PutAsync("x");
        Assert.Equal(large - 9_999, _probe.Cache.Bytes);

        await _probe.PutAsync(new string('x', 10_000));
        Assert.Equal(large, _probe.Cache.Bytes);
    }

    [Fact]
    public async Task Store_NoValues_CountsEntries()
    {
        for (int i = 0; i < 5_000; i++)
        {
            await _probe.PutAsync("", $"{i}");
        }

        Assert.InRange(_probe.Cache.Bytes, 1, Limit);
        Assert.InRange(_probe.Cache.Count, 100, Limit / 200);
    }

    [Fact]
    public async Task Store_ValueAboveLimit_LeavesNothingButEndsCall()
    {
        Assert.Equal(2 * Limit, (await _probe.PutAsync(new string('x', 2 * Limit))).Value!.Length);
        await _probe.PutAsync("small", "small");

        Assert.Equal((1, CacheOrigin.Memory), (_probe.Cache.Count, (await _probe.GetAsync("small")).Origin));
    }

    [Fact]
    public async Task Store_EvictedWhileLoading_IsNotCounted()
    {
        Task<CacheAnswer<string>> load = _probe.RefreshAsync();
        PendingFetch fetch = await _probe.NextFetchAsync();
        for (int i = 0; i < 100; i++)
        {
            await _probe.PutAsync(new string('x', 10_000), $"{i}");
        }

        long before = _probe.Cache.Bytes;
        fetch.Succeed("late");

        Assert.Equal("late", (await load).Value);
        Assert.InRange(_probe.Cache.Bytes - before, 0, "late".Length);
    }

    [Fact]
    public async Task Clear_Filled_CountsFromZero()
    {
        await _probe.PutAsync(new string('x', 10_000));

        _probe.Cache.Clear();

        Assert.Equal(0, _probe.Cache.Bytes);
    }
}
