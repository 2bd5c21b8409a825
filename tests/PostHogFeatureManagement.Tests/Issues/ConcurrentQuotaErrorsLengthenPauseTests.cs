using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Resilience;
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
        ProbeGate quota = RemoteQuota.CreateGate(_clock);

        bool[] news = [.. Enumerable.Range(0, 10).Select(_ => quota.Failed(ProbeAdmission.Call))];
        _clock.Advance(RemoteQuota.FirstPause);

        Assert.Equal([true, .. Enumerable.Repeat(false, 9)], news);
        Assert.Equal(ProbeAdmission.Probe, quota.Enter());
    }

    [Fact]
    public void Exceeded_AttemptAfterPause_DoublesPause()
    {
        ProbeGate quota = RemoteQuota.CreateGate(_clock);
        quota.Failed(ProbeAdmission.Call);
        _clock.Advance(RemoteQuota.FirstPause);
        quota.Failed(quota.Enter());

        _clock.Advance(RemoteQuota.FirstPause);
        Assert.Equal(ProbeAdmission.Skip, quota.Enter());
        _clock.Advance(RemoteQuota.FirstPause);
        Assert.Equal(ProbeAdmission.Probe, quota.Enter());
    }
}
