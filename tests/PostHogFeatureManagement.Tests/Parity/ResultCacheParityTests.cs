using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Parity;

/// <summary>Which of PostHog's answers the seed caches, and for how long.</summary>
[Trait("Promise", "RS-10")]
public sealed class ResultCacheParityTests
{
    [Fact]
    [Trait("Promise", "P01")]
    public async Task P01_MissTrue_IsStored() => await AssertStoredAsync("true", isEnabled: true, variant: null);

    [Fact]
    [Trait("Promise", "P02")]
    public async Task P02_MissFalse_BeatsConfigurationAndIsStored() => await AssertStoredAsync("false", isEnabled: false, variant: null);

    [Fact]
    [Trait("Promise", "P03")]
    public async Task P03_DepartureDi_MissVariant_IsStoredAsVariant() => await AssertStoredAsync("\"bold\"", isEnabled: true, variant: "bold");

    [Fact]
    [Trait("Promise", "P04")]
    public async Task P04_Hit_MakesNoCall()
    {
        await using Outage host = SeedHost.Start();
        await host.AskAsync(SeedHost.Ada);

        for (int i = 0; i < 299; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(FlagSource.Cache, (await host.AskAsync(SeedHost.Ada)).Answer.Source);
        }

        Assert.Equal(1, host.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "P05")]
    public async Task P05_CachedFalse_IsAHit()
    {
        await using Outage host = SeedHost.Start((SeedHost.FeatureOn, "true"));
        host.PostHog.Become(SeedHost.Says("false"));
        await host.AskAsync(SeedHost.Ada);
        host.PostHog.Become(SeedHost.Says("true"));

        Assert.False((await host.AskAsync(SeedHost.Ada)).Answer.IsEnabled);
        Assert.Equal(1, host.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "P06")]
    public async Task P06_Hit_WinsOverOpenCircuit()
    {
        await using Outage host = SeedHost.Start();
        await host.AskAsync(SeedHost.Ada);
        host.PostHog.Become(Behaviours.Hang);
        await host.AskAsync(new PostHogContext("bob"));

        FlagResult result = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal(BreakerState.Open, host.Circuit.State);
        Assert.Equal(("old", FlagSource.Cache), (result.Variant, result.Source));
    }

    [Fact]
    [Trait("Promise", "P11")]
    public async Task P11_None_IsNotStoredAndNextCallAsksAgain()
    {
        await using Outage host = SeedHost.Start();
        host.PostHog.Become(SeedHost.Says(null));
        Assert.False((await host.AskAsync(SeedHost.Ada)).Answer.HasValue);
        Assert.False((await host.AskAsync(SeedHost.Ada)).Answer.HasValue);
        Assert.Equal(2, host.PostHog.Count);

        host.PostHog.Become(SeedHost.Says("true"));

        Assert.True((await host.AskAsync(SeedHost.Ada)).Answer.IsEnabled);
        Assert.Equal(3, host.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "P13")]
    public async Task P13_Disabled_StillServesCacheWithoutCall()
    {
        var clock = new ManualTimeProvider();
        var cache = new FakeDistributedCache(clock);
        await using Outage before = SeedHost.Start(clock, cache);
        await before.AskAsync(SeedHost.Ada);
        await Eventually.TrueAsync(() => cache.Keys.Count == 2);
        await using Outage host = SeedHost.Start(clock, cache, ("PostHog:Enabled", "false"), (SeedHost.FeatureOn, "true"));

        FlagResult kept = (await host.AskAsync(SeedHost.Ada)).Answer;
        FlagResult other = (await host.AskAsync(new PostHogContext("bob"))).Answer;

        Assert.Equal("old", kept.Variant);
        Assert.Equal(FlagSource.Configuration, other.Source);
        Assert.Equal(0, host.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "P32")]
    public async Task P32_Result_ExpiresAfter300Seconds()
    {
        await using Outage host = SeedHost.Start();
        await host.AskAsync(SeedHost.Ada);
        host.PostHog.Variant = "new";

        host.Clock.Advance(TimeSpan.FromSeconds(299));
        FlagResult kept = (await host.AskAsync(SeedHost.Ada)).Answer;
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        FlagResult asked = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal(("old", FlagSource.Cache), (kept.Variant, kept.Source));
        Assert.Equal(("new", FlagSource.Remote), (asked.Variant, asked.Source));
    }

    [Fact]
    [Trait("Promise", "P32")]
    public async Task P32_DepartureDh_ExpiredResult_IsServedWhilePostHogFails()
    {
        await using Outage host = SeedHost.Start();
        await host.AskAsync(SeedHost.Ada);
        host.Clock.Advance(TimeSpan.FromHours(1));
        host.PostHog.Become(Behaviours.RefuseAtOnce);

        FlagResult result = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal(("old", FlagSource.Stale), (result.Variant, result.Source));
    }

    private static async Task AssertStoredAsync(string says, bool isEnabled, string? variant)
    {
        await using Outage host = SeedHost.Start((SeedHost.FeatureOn, isEnabled ? "false" : "true"));
        host.PostHog.Become(SeedHost.Says(says));

        FlagResult miss = (await host.AskAsync(SeedHost.Ada)).Answer;
        FlagResult hit = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal((isEnabled, variant, FlagSource.Remote), (miss.IsEnabled, miss.Variant, miss.Source));
        Assert.Equal((isEnabled, variant, FlagSource.Cache), (hit.IsEnabled, hit.Variant, hit.Source));
        Assert.Equal(1, host.PostHog.Count);
    }
}
