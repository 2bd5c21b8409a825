using PostHogFeatureManagement.Events.Exposures;

namespace PostHogFeatureManagement.Tests.Events.Exposures;

[Trait("Promise", "EX-02")]
public sealed class SeenExposuresTests
{
    private readonly SeenExposures _seen = new();

    [Fact]
    public void TryAdd_Again_IsNotNew()
    {
        Assert.False(_seen.Contains(1));
        Assert.True(_seen.TryAdd(1));
        Assert.False(_seen.TryAdd(1));
        Assert.True(_seen.Contains(1));
    }

    [Fact]
    public void TryAdd_Forgotten_IsNew()
    {
        _seen.TryAdd(1);
        _seen.Forget(1);

        Assert.True(_seen.TryAdd(1));
    }

    [Fact]
    public void TryAdd_MetAgainInTime_OutlivesThoseThatAreNot()
    {
        _seen.TryAdd(1);
        _seen.TryAdd(2);
        Fill(10);
        Assert.True(_seen.Contains(1));
        Fill(SeenExposures.GenerationSize + 10);

        Assert.True(_seen.Contains(1));
        Assert.True(_seen.TryAdd(2));
    }

    [Fact]
    public void Forget_InOlderGeneration_IsNew()
    {
        _seen.TryAdd(1);
        Fill(10);
        _seen.Forget(1);

        Assert.True(_seen.TryAdd(1));
    }

    [Fact]
    public void TryAdd_ManyThreads_OneSucceeds()
    {
        int succeeded = 0;

        Parallel.For(0, 8, _ => Interlocked.Add(ref succeeded, Enumerable.Range(0, 1_000).Count(key => _seen.TryAdd((UInt128)key))));

        Assert.Equal(1_000, succeeded);
    }

    /// <summary>Begins a new generation.</summary>
    private void Fill(int start)
    {
        for (int key = start; key < start + SeenExposures.GenerationSize; key++)
        {
            _seen.TryAdd((UInt128)key);
        }
    }
}
