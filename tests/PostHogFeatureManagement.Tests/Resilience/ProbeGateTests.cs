using PostHogFeatureManagement.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

[Trait("Promise", "RC-10")]
[Trait("Promise", "RS-09")]
public class ProbeGateTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();
    private readonly ProbeGate _gate;

    public ProbeGateTests() => _gate = new ProbeGate(_clock, failuresToPause: 2, First, Longest);

    [Fact]
    public void Failed_EnoughInARow_StartsPauseOnce()
    {
        Assert.False(_gate.Failed(ProbeAdmission.Call));
        Assert.True(_gate.Failed(ProbeAdmission.Call));
        Assert.False(_gate.Failed(ProbeAdmission.Call));

        Assert.True(_gate.IsPaused);
        Assert.Equal(ProbeAdmission.Skip, _gate.Enter());
    }

    [Fact]
    public void IsPaused_NothingCalls_EndsAfterTwoPauses()
    {
        Pause();
        _clock.Advance(First * 2 - TimeSpan.FromTicks(1));
        Assert.True(_gate.IsPaused);

        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.False(_gate.IsPaused);
        Assert.Equal(ProbeAdmission.Probe, _gate.Enter());
        Assert.True(_gate.IsPaused);
    }

    [Fact]
    public void Failed_SuccessInBetween_StartsNoPause()
    {
        _gate.Failed(ProbeAdmission.Call);
        Assert.False(_gate.Succeeded(ProbeAdmission.Call));

        Assert.False(_gate.Failed(ProbeAdmission.Call));

        Assert.Equal(ProbeAdmission.Call, _gate.Enter());
    }

    [Fact]
    public void Enter_PauseOver_OneCallerProbes()
    {
        Pause();
        _clock.Advance(First);

        Assert.Equal(ProbeAdmission.Probe, _gate.Enter());
        Assert.Equal(ProbeAdmission.Skip, _gate.Enter());
    }

    [Fact]
    public void TakeBack_ProbeNotMade_NextCallProbes()
    {
        Pause();
        _clock.Advance(First);

        _gate.TakeBack(_gate.Enter());

        Assert.Equal(ProbeAdmission.Probe, _gate.Enter());
        Assert.Equal(ProbeAdmission.Skip, _gate.Enter());
    }

    [Fact]
    public void TakeBack_NotTheProbe_ChangesNothing()
    {
        Pause();
        _clock.Advance(First);
        _gate.Enter();

        _gate.TakeBack(ProbeAdmission.Call);

        Assert.Equal(ProbeAdmission.Skip, _gate.Enter());
    }

    [Fact]
    public void Enter_ProbeNeverEnds_NextProbeFollowsAfterSameTime()
    {
        Pause();
        _clock.Advance(First);
        _gate.Enter();

        _clock.Advance(First);

        Assert.Equal(ProbeAdmission.Probe, _gate.Enter());
    }

    [Fact]
    public void Succeeded_OnlyProbe_EndsPause()
    {
        Pause();
        Assert.False(_gate.Succeeded(ProbeAdmission.Call));
        Assert.True(_gate.IsPaused);
        _clock.Advance(First);

        Assert.True(_gate.Succeeded(_gate.Enter()));

        Assert.Equal(ProbeAdmission.Call, _gate.Enter());
    }

    [Fact]
    public void Failed_Probes_DoublePauseUpToLongest()
    {
        Pause();
        TimeSpan pause = First;
        foreach (TimeSpan next in new[] { 2 * First, Longest, Longest })
        {
            _clock.Advance(pause);
            Assert.False(_gate.Failed(_gate.Enter()));
            _clock.Advance(next - TimeSpan.FromMilliseconds(1));
            Assert.Equal(ProbeAdmission.Skip, _gate.Enter());
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            pause = TimeSpan.Zero;
        }

        Assert.Equal(ProbeAdmission.Probe, _gate.Enter());
    }

    private void Pause()
    {
        _gate.Failed(ProbeAdmission.Call);
        _gate.Failed(ProbeAdmission.Call);
    }
}
