using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>When several concurrent requests all found the quota used up, the first pause lasted ten minutes instead of one.</summary>
[Trait("Promise", "RS-09")]
public sealed class ConcurrentQuotaErrorsLengthenPauseTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Exceeded_ConcurrentRequests_StartsOneFirstPause()
    {
        var quota = new RemoteQuota(_clock);

        bool[] news = [.. Enumerable.Range(0, 10).Select(_ => quota.Exceeded())];
        _clock.Advance(RemoteQuota.FirstPause);

        Assert.Equal([true, .. Enumerable.Repeat(false, 9)], news);
        Assert.True(quota.TryEnter());
    }

    [Fact]
    public void Exceeded_AttemptAfterPause_DoublesPause()
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
