using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Resilience.Breaker;

[Trait("Promise", "RS-03")]
public class SlowCallCircuitTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _clock = new();
    private readonly SlowCallCircuit _gate;

    public SlowCallCircuitTests() => _gate = new SlowCallCircuit(TimeSpan.FromSeconds(3), Pause, _clock);

    [Fact]
    public void Exit_LaterSlowCallUnderWayBefore_ProlongsThePause()
    {
        CircuitPass first = Enter();
        CircuitPass second = Enter();
        Assert.Equal(CircuitChange.Opened, _gate.Exit(first, HealthSignal.Success, isSlow: true));
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(CircuitChange.Reopened, _gate.Exit(second, HealthSignal.Success, isSlow: true));

        Assert.Equal(Pause, _gate.Status.Remaining);
    }

    [Fact]
    public void Exit_FastCallUnderWayBefore_ClosesNothing()
    {
        CircuitPass slow = Enter();
        CircuitPass fast = Enter();
        _gate.Exit(slow, HealthSignal.Success, isSlow: true);

        Assert.Equal(CircuitChange.None, _gate.Exit(fast, HealthSignal.Success, isSlow: false));

        Assert.Equal(BreakerState.Open, _gate.Status.State);
    }

    [Fact]
    public void Exit_FastCallUnderWayBeforeAProbe_DoesNotEndTheProbe()
    {
        CircuitPass slow = Enter();
        CircuitPass fast = Enter();
        _gate.Exit(slow, HealthSignal.Success, isSlow: true);
        _clock.Advance(Pause);
        Enter();

        _gate.Exit(fast, HealthSignal.Success, isSlow: false);

        Assert.Equal(BreakerState.HalfOpen, _gate.Status.State);
        Assert.Null(_gate.TryEnter());
    }

    [Fact]
    public void Exit_ProbeOvertakenByASlowCall_HasNoSay()
    {
        CircuitPass slow = Enter();
        CircuitPass straggler = Enter();
        _gate.Exit(slow, HealthSignal.Success, isSlow: true);
        _clock.Advance(Pause);
        CircuitPass probe = Enter();
        _gate.Exit(straggler, HealthSignal.Failure, isSlow: true);

        Assert.Equal(CircuitChange.None, _gate.Exit(probe, HealthSignal.Success, isSlow: false));
        Assert.Equal(BreakerState.Open, _gate.Status.State);
    }

    [Fact]
    public void Exit_OldProbeWhileAnotherIsUnderWay_HasNoSay()
    {
        CircuitPass slow = Enter();
        CircuitPass straggler = Enter();
        _gate.Exit(slow, HealthSignal.Success, isSlow: true);
        _clock.Advance(Pause);
        CircuitPass oldProbe = Enter();
        _gate.Exit(straggler, HealthSignal.Failure, isSlow: true);
        _clock.Advance(Pause);
        Enter();

        Assert.Equal(CircuitChange.None, _gate.Exit(oldProbe, HealthSignal.Success, isSlow: false));
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
        _gate.Exit(Enter(), HealthSignal.Success, isSlow: true);
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.False(_gate.OpenElsewhere(TimeSpan.FromSeconds(20)));
        Assert.Equal(TimeSpan.FromSeconds(30), _gate.Status.Remaining);
        Assert.False(_gate.OpenElsewhere(TimeSpan.FromSeconds(40)));

        Assert.Equal((BreakerCause.SlowCall, TimeSpan.FromSeconds(40)), (_gate.Status.Cause, _gate.Status.Remaining));
    }

    [Fact]
    public void OpenElsewhere_OwnPauseOver_IsTheOthersCause()
    {
        _gate.Exit(Enter(), HealthSignal.Success, isSlow: true);
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
        CircuitPass probe = Enter();

        Assert.False(_gate.OpenElsewhere(Pause));

        Assert.Equal(CircuitChange.Closed, _gate.Exit(probe, HealthSignal.Success, isSlow: false));
    }

    [Fact]
    public void OpenElsewhere_AlreadyPast_DoesNothing()
    {
        Assert.False(_gate.OpenElsewhere(TimeSpan.Zero));

        Assert.Equal(BreakerState.Closed, _gate.Status.State);
    }

    private CircuitPass Enter() => Assert.NotNull(_gate.TryEnter());
}
