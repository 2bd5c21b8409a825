using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Resilience.Breaker;

/// <summary>The cells of the breaker's table that need calls to overlap. The flow through all states is in <see cref="BreakerFlowTests"/>.</summary>
[Trait("Promise", "RS-03")]
[Trait("Promise", "RS-04")]
public sealed class EvaluationBreakerTests : IDisposable
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(100);

    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingLogger _logs = new();
    private readonly Places _places = new(1);
    private readonly EvaluationBreaker _breaker;

    public EvaluationBreakerTests()
    {
        var options = new PostHogFeatureManagementOptions();
        PipelineSettings settings = PipelineSettings.ForEvaluation(options.Client);
        var text = new FailureText(Options.Create(options));
        var monitor = new PipelineMonitor(settings, text, new LogThrottle(_clock), TestMetrics.Create(_clock), _clock, _logs.CreateLogger("breaker"));
        _breaker = new EvaluationBreaker(settings, _places, new AttemptSlots(16), monitor, _clock);
    }

    private TimeSpan? Remaining => _breaker.Status.OpenUntil - _clock.GetUtcNow();

    [Fact]
    public void CallEnded_SecondSlowCallInFlight_PauseStartsAnew()
    {
        End(Slow);
        _clock.Advance(TimeSpan.FromSeconds(10));

        End(Slow);

        Assert.Equal(Break, Remaining);
        Assert.Equal(1, _logs.CountOf(LogEvents.BreakerOpened));
    }

    [Fact]
    public void CallEnded_SlowCallDuringLongerPause_ChangesNothing()
    {
        End(Fast, HealthSignal.Failure, retryAfter: TimeSpan.FromHours(1));

        End(Slow);

        Assert.Equal((BreakerCause.RetryAfter, TimeSpan.FromHours(1)), (_breaker.Status.Cause, Remaining));
    }

    [Fact]
    public void CallEnded_SlowCallNearEndOfLongerPause_PauseStartsAnew()
    {
        End(Fast, HealthSignal.Failure, retryAfter: TimeSpan.FromHours(1));
        _clock.Advance(TimeSpan.FromMinutes(59.5));

        End(Slow);

        Assert.Equal((BreakerCause.SlowCall, Break), (_breaker.Status.Cause, Remaining));
    }

    /// <summary>The process may stand still between the two looks at the clock.</summary>
    [Fact]
    public async Task CallEnded_PauseIsOverBeforeAnnouncement_StillSendsTheLineAway()
    {
        await _places.EnterAsync(isProbe: false, CancellationToken.None, TestContext.Current.CancellationToken);
        ValueTask<WireFailure> waiting = _places.EnterAsync(isProbe: false, CancellationToken.None, TestContext.Current.CancellationToken);
        _clock.PassesAtEachLook = TimeSpan.FromSeconds(1);

        End(Fast, HealthSignal.Failure, retryAfter: TimeSpan.FromSeconds(1));

        // If no one sends it away, the test fails instead of hanging.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        Assert.Equal(WireFailure.CircuitOpen, await waiting.AsTask().WaitAsync(patience.Token));
        Assert.Equal(1, _logs.CountOf(LogEvents.BreakerOpened));
    }

    [Fact]
    public void CallEnded_FastCallInFlight_CircuitStaysOpen()
    {
        End(Slow);

        End(Fast);

        Assert.Equal((BreakerState.Open, Break), (_breaker.Status.State, Remaining));
    }

    [Theory]
    [InlineData(nameof(HealthSignal.Success))]
    [InlineData(nameof(HealthSignal.Failure))]
    public void CallEnded_CallOlderThanProbe_DoesNotEndProbe(string signal)
    {
        End(Slow);
        _clock.Advance(Break);
        Probe();

        End(Fast, Enum.Parse<HealthSignal>(signal));

        Assert.Equal(BreakerState.HalfOpen, _breaker.Status.State);
        Assert.False(_breaker.TryEnter(out _));
    }

    [Fact]
    public void CallEnded_ProbeOvertakenBySlowCall_DoesNotCount()
    {
        End(Slow);
        _clock.Advance(Break);
        long probe = Probe();
        End(Slow, HealthSignal.Failure);

        End(Fast, probe: probe);

        Assert.Equal((BreakerState.Open, Break), (_breaker.Status.State, Remaining));
    }

    [Fact]
    public void CallEnded_OldProbeDuringNewProbe_DoesNotCount()
    {
        End(Slow);
        _clock.Advance(Break);
        long oldProbe = Probe();
        End(Slow, HealthSignal.Failure);
        _clock.Advance(Break);
        long newProbe = Probe();

        End(Fast, probe: oldProbe);
        Assert.Equal(BreakerState.HalfOpen, _breaker.Status.State);
        End(Fast, probe: newProbe);

        Assert.Equal(default, _breaker.Status);
    }

    [Fact]
    public void CallEnded_RetryAfterShorterThanPause_ChangesNothing()
    {
        End(Slow);

        End(Fast, HealthSignal.Failure, retryAfter: TimeSpan.FromSeconds(30));
        Assert.Equal((BreakerCause.SlowCall, Break), (_breaker.Status.Cause, Remaining));
        End(Fast, HealthSignal.Failure, retryAfter: TimeSpan.FromSeconds(90));

        Assert.Equal((BreakerCause.RetryAfter, TimeSpan.FromSeconds(90)), (_breaker.Status.Cause, Remaining));
    }

    [Fact]
    public void AttemptEnded_FailuresWhileOpen_DoNotProlongPause()
    {
        End(Slow);
        _clock.Advance(TimeSpan.FromSeconds(10));

        for (int i = 0; i < 20; i++)
        {
            _breaker.AttemptEnded(Slot.None, HealthSignal.Failure, caller: i);
            _breaker.AttemptEnded(Slot.None, HealthSignal.Rejected, caller: i);
            _breaker.AttemptEnded(Slot.None, HealthSignal.Refused, caller: i);
        }

        Assert.Equal((BreakerCause.SlowCall, TimeSpan.FromSeconds(50)), (_breaker.Status.Cause, Remaining));
    }

    [Fact]
    [Trait("Promise", "RS-02")]
    public void AttemptEnded_FailuresBeforeLastBreak_AreForgotten()
    {
        for (int i = 0; i < 4; i++)
        {
            _breaker.AttemptEnded(Slot.None, HealthSignal.Failure, caller: 0);
        }

        _breaker.OpenElsewhere(TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        End(Fast, probe: Probe());
        _breaker.AttemptEnded(Slot.None, HealthSignal.Failure, caller: 0);

        Assert.Equal(BreakerState.Closed, _breaker.Status.State);
    }

    [Fact]
    [Trait("Promise", "RS-05")]
    public void OpenElsewhere_LongerThanBreak_IsCutToBreak()
    {
        _breaker.OpenElsewhere(TimeSpan.FromDays(1));

        Assert.Equal((BreakerCause.OtherInstance, Break), (_breaker.Status.Cause, Remaining));
    }

    [Fact]
    [Trait("Promise", "RS-05")]
    public void OpenElsewhere_DuringOwnPause_ProlongsItAndKeepsCause()
    {
        End(Slow);
        _clock.Advance(TimeSpan.FromSeconds(30));

        _breaker.OpenElsewhere(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(30), Remaining);
        _breaker.OpenElsewhere(TimeSpan.FromSeconds(40));

        Assert.Equal((BreakerCause.SlowCall, TimeSpan.FromSeconds(40)), (_breaker.Status.Cause, Remaining));
    }

    [Fact]
    [Trait("Promise", "RS-05")]
    public void OpenElsewhere_OwnPauseOver_CauseIsOtherInstance()
    {
        End(Slow);
        _clock.Advance(Break);

        _breaker.OpenElsewhere(TimeSpan.FromSeconds(40));

        Assert.Equal((BreakerCause.OtherInstance, TimeSpan.FromSeconds(40)), (_breaker.Status.Cause, Remaining));
        Assert.False(_breaker.TryEnter(out _));
    }

    [Fact]
    [Trait("Promise", "RS-05")]
    public void OpenElsewhere_ProbeInFlight_ProbeContinues()
    {
        _breaker.OpenElsewhere(Break);
        _clock.Advance(Break);
        long probe = Probe();

        _breaker.OpenElsewhere(Break);
        Assert.Equal(BreakerState.HalfOpen, _breaker.Status.State);
        End(Fast, probe: probe);

        Assert.Equal(BreakerState.Closed, _breaker.Status.State);
    }

    [Fact]
    [Trait("Promise", "RS-05")]
    public void OpenElsewhere_PauseAlreadyOver_DoesNothing()
    {
        _breaker.OpenElsewhere(TimeSpan.Zero);

        Assert.Equal(default, _breaker.Status);
    }

    public void Dispose() => _logs.Dispose();

    private long Probe()
    {
        Assert.True(_breaker.TryEnter(out long probe));
        Assert.NotEqual(0, probe);
        return probe;
    }

    private void End(TimeSpan duration, HealthSignal signal = HealthSignal.Success, long probe = 0, TimeSpan? retryAfter = null) =>
        _breaker.CallEnded(probe, signal, duration, retryAfter);
}
