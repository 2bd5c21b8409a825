using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A few requests under way at once, all told that the quota is used up, made the first pause ten minutes instead of one.</summary>
[Trait("Promise", "RS-09")]
public sealed class QuotaPauseTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Exceeded_ByManyAtOnce_StartsOneFirstPause()
    {
        var quota = new RemoteQuota(_clock);

        bool[] news = [.. Enumerable.Range(0, 10).Select(_ => quota.Exceeded())];
        _clock.Advance(RemoteQuota.FirstPause);

        Assert.Equal([true, .. Enumerable.Repeat(false, 9)], news);
        Assert.True(quota.TryEnter());
    }

    [Fact]
    public void Exceeded_ByWhoeverTriesAfterThePause_DoublesIt()
    {
        var quota = new RemoteQuota(_clock);
        quota.Exceeded();
        _clock.Advance(RemoteQuota.FirstPause);
        quota.TryEnter();
        quota.Exceeded();

        _clock.Advance(RemoteQuota.FirstPause);
        Assert.False(quota.TryEnter());
        _clock.Advance(RemoteQuota.FirstPause);
        Assert.True(quota.TryEnter());
    }
}
