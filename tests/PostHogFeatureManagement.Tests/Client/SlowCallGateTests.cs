using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "RS-03")]
public class SlowCallGateTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _clock = new();
    private readonly SlowCallGate _gate;

    public SlowCallGateTests() => _gate = new SlowCallGate(TimeSpan.FromSeconds(3), Pause, _clock);

    [Fact]
    public void Exit_LaterSlowCallUnderWayBefore_ProlongsThePause()
    {
        GatePass first = Enter();
        GatePass second = Enter();
        Assert.Equal(GateChange.Opened, _gate.Exit(first, CallEvidence.Success, isSlow: true));
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(GateChange.Reopened, _gate.Exit(second, CallEvidence.Success, isSlow: true));

        Assert.Equal(Pause, _gate.Status.Remaining);
    }

    [Fact]
    public void Exit_FastCallUnderWayBefore_ClosesNothing()
    {
        GatePass slow = Enter();
        GatePass fast = Enter();
        _gate.Exit(slow, CallEvidence.Success, isSlow: true);

        Assert.Equal(GateChange.None, _gate.Exit(fast, CallEvidence.Success, isSlow: false));

        Assert.Equal(BreakerState.Open, _gate.Status.State);
    }

    [Fact]
    public void Exit_FastCallUnderWayBeforeAProbe_DoesNotEndTheProbe()
    {
        GatePass slow = Enter();
        GatePass fast = Enter();
        _gate.Exit(slow, CallEvidence.Success, isSlow: true);
        _clock.Advance(Pause);
        Enter();

        _gate.Exit(fast, CallEvidence.Success, isSlow: false);

        Assert.Equal(BreakerState.HalfOpen, _gate.Status.State);
        Assert.Null(_gate.TryEnter());
    }

    [Fact]
    public void Exit_ProbeOvertakenByASlowCall_HasNoSay()
    {
        GatePass slow = Enter();
        GatePass straggler = Enter();
        _gate.Exit(slow, CallEvidence.Success, isSlow: true);
        _clock.Advance(Pause);
        GatePass probe = Enter();
        _gate.Exit(straggler, CallEvidence.Failure, isSlow: true);

        Assert.Equal(GateChange.None, _gate.Exit(probe, CallEvidence.Success, isSlow: false));
        Assert.Equal(BreakerState.Open, _gate.Status.State);
    }

    [Fact]
    public void Exit_OldProbeWhileAnotherIsUnderWay_HasNoSay()
    {
        GatePass slow = Enter();
        GatePass straggler = Enter();
        _gate.Exit(slow, CallEvidence.Success, isSlow: true);
        _clock.Advance(Pause);
        GatePass oldProbe = Enter();
        _gate.Exit(straggler, CallEvidence.Failure, isSlow: true);
        _clock.Advance(Pause);
        Enter();

        Assert.Equal(GateChange.None, _gate.Exit(oldProbe, CallEvidence.Success, isSlow: false));
        Assert.Equal(BreakerState.HalfOpen, _gate.Status.State);
    }

    [Fact]
    public void OpenElsewhere_LongerThanABreak_IsCutToABreak()
    {
        Assert.True(_gate.OpenElsewhere(TimeSpan.FromDays(1)));

        Assert.Equal((BreakerCause.OtherInstance, Pause), (_gate.Status.Cause, _gate.Status.Remaining));
    }

    [Fact]
    public void OpenElsewhere_OwnPauseUnderWay_ProlongsItButKeepsItsCause()
    {
        _gate.Exit(Enter(), CallEvidence.Success, isSlow: true);
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.False(_gate.OpenElsewhere(TimeSpan.FromSeconds(20)));
        Assert.Equal(TimeSpan.FromSeconds(30), _gate.Status.Remaining);
        Assert.False(_gate.OpenElsewhere(TimeSpan.FromSeconds(40)));

        Assert.Equal((BreakerCause.SlowCall, TimeSpan.FromSeconds(40)), (_gate.Status.Cause, _gate.Status.Remaining));
    }

    [Fact]
    public void OpenElsewhere_OwnPauseOver_IsTheOthersCause()
    {
        _gate.Exit(Enter(), CallEvidence.Success, isSlow: true);
        _clock.Advance(Pause);

        _gate.OpenElsewhere(TimeSpan.FromSeconds(40));

        Assert.Equal((BreakerCause.OtherInstance, TimeSpan.FromSeconds(40)), (_gate.Status.Cause, _gate.Status.Remaining));
        Assert.Null(_gate.TryEnter());
    }

    [Fact]
    public void OpenElsewhere_ProbeUnderWay_LetsItFindOut()
    {
        _gate.OpenElsewhere(Pause);
        _clock.Advance(Pause);
        GatePass probe = Enter();

        Assert.False(_gate.OpenElsewhere(Pause));

        Assert.Equal(GateChange.Closed, _gate.Exit(probe, CallEvidence.Success, isSlow: false));
    }

    [Fact]
    public void OpenElsewhere_AlreadyPast_DoesNothing()
    {
        Assert.False(_gate.OpenElsewhere(TimeSpan.Zero));

        Assert.Equal(BreakerState.Closed, _gate.Status.State);
    }

    private GatePass Enter() => Assert.NotNull(_gate.TryEnter());
}
