using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Resilience.Breaker;

[Trait("Promise", "RS-03")]
public class SlowCallCircuitTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _clock = new();
    private readonly SlowCallCircuit _circuit;

    public SlowCallCircuitTests() => _circuit = new SlowCallCircuit(TimeSpan.FromSeconds(3), Pause, _clock);

    [Fact]
    public void Exit_SecondSlowCallInFlight_ProlongsPause()
    {
        CircuitPass first = Enter();
        CircuitPass second = Enter();
        Assert.Equal(CircuitChange.Opened, _circuit.Exit(first, HealthSignal.Success, isSlow: true));
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(CircuitChange.Reopened, _circuit.Exit(second, HealthSignal.Success, isSlow: true));

        Assert.Equal(Pause, _circuit.Status.Remaining);
    }

    [Fact]
    public void Exit_FastCallInFlight_CircuitStaysOpen()
    {
        CircuitPass slow = Enter();
        CircuitPass fast = Enter();
        _circuit.Exit(slow, HealthSignal.Success, isSlow: true);

        Assert.Equal(CircuitChange.None, _circuit.Exit(fast, HealthSignal.Success, isSlow: false));

        Assert.Equal(BreakerState.Open, _circuit.Status.State);
    }

    [Fact]
    public void Exit_FastCallOlderThanProbe_DoesNotEndProbe()
    {
        CircuitPass slow = Enter();
        CircuitPass fast = Enter();
        _circuit.Exit(slow, HealthSignal.Success, isSlow: true);
        _clock.Advance(Pause);
        Enter();

        _circuit.Exit(fast, HealthSignal.Success, isSlow: false);

        Assert.Equal(BreakerState.HalfOpen, _circuit.Status.State);
        Assert.Null(_circuit.TryEnter());
    }

    [Fact]
    public void Exit_ProbeOvertakenBySlowCall_DoesNotCount()
    {
        CircuitPass slow = Enter();
        CircuitPass straggler = Enter();
        _circuit.Exit(slow, HealthSignal.Success, isSlow: true);
        _clock.Advance(Pause);
        CircuitPass probe = Enter();
        _circuit.Exit(straggler, HealthSignal.Failure, isSlow: true);

        Assert.Equal(CircuitChange.None, _circuit.Exit(probe, HealthSignal.Success, isSlow: false));
        Assert.Equal(BreakerState.Open, _circuit.Status.State);
    }

    [Fact]
    public void Exit_OldProbeDuringNewProbe_DoesNotCount()
    {
        CircuitPass slow = Enter();
        CircuitPass straggler = Enter();
        _circuit.Exit(slow, HealthSignal.Success, isSlow: true);
        _clock.Advance(Pause);
        CircuitPass oldProbe = Enter();
        _circuit.Exit(straggler, HealthSignal.Failure, isSlow: true);
        _clock.Advance(Pause);
        Enter();

        Assert.Equal(CircuitChange.None, _circuit.Exit(oldProbe, HealthSignal.Success, isSlow: false));
        Assert.Equal(BreakerState.HalfOpen, _circuit.Status.State);
    }

    [Fact]
    public void OpenElsewhere_LongerThanBreak_IsCutToBreak()
    {
        Assert.True(_circuit.OpenElsewhere(TimeSpan.FromDays(1)));

        Assert.Equal((BreakerCause.OtherInstance, Pause), (_circuit.Status.Cause, _circuit.Status.Remaining));
    }

    [Fact]
    public void OpenElsewhere_DuringOwnPause_ProlongsItAndKeepsCause()
    {
        _circuit.Exit(Enter(), HealthSignal.Success, isSlow: true);
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.False(_circuit.OpenElsewhere(TimeSpan.FromSeconds(20)));
        Assert.Equal(TimeSpan.FromSeconds(30), _circuit.Status.Remaining);
        Assert.False(_circuit.OpenElsewhere(TimeSpan.FromSeconds(40)));

        Assert.Equal((BreakerCause.SlowCall, TimeSpan.FromSeconds(40)), (_circuit.Status.Cause, _circuit.Status.Remaining));
    }

    [Fact]
    public void OpenElsewhere_OwnPauseOver_CauseIsOtherInstance()
    {
        _circuit.Exit(Enter(), HealthSignal.Success, isSlow: true);
        _clock.Advance(Pause);

        _circuit.OpenElsewhere(TimeSpan.FromSeconds(40));

        Assert.Equal((BreakerCause.OtherInstance, TimeSpan.FromSeconds(40)), (_circuit.Status.Cause, _circuit.Status.Remaining));
        Assert.Null(_circuit.TryEnter());
    }

    [Fact]
    public void OpenElsewhere_ProbeInFlight_ProbeContinues()
    {
        _circuit.OpenElsewhere(Pause);
        _clock.Advance(Pause);
        CircuitPass probe = Enter();

        Assert.False(_circuit.OpenElsewhere(Pause));

        Assert.Equal(CircuitChange.Closed, _circuit.Exit(probe, HealthSignal.Success, isSlow: false));
    }

    [Fact]
    public void OpenElsewhere_PauseAlreadyOver_DoesNothing()
    {
        Assert.False(_circuit.OpenElsewhere(TimeSpan.Zero));

        Assert.Equal(BreakerState.Closed, _circuit.Status.State);
    }

    private CircuitPass Enter() => Assert.NotNull(_circuit.TryEnter());
}
