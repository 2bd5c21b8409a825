using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Resilience.Breaker;

/// <summary>The life of the circuit with default settings, from top to bottom: closed, slow, open, probe fails, open, probe, closed.</summary>
[Trait("Promise", "RS-03")]
[Trait("Promise", "RS-04")]
public sealed class BreakerFlowTests : IDisposable
{
    private readonly ClientFixture _fixture = new();

    [Fact]
    public async Task Circuit_SlowCallThenFailedProbeThenGoodProbe_OpensTwiceAndCloses()
    {
        // PostHog is well. Every call goes out.
        _fixture.PostHog.Flags("beta");
        Assert.Equal(WireFailure.None, await CallAsync());
        Assert.Equal((BreakerState.Closed, 1), (_fixture.Circuit.State, _fixture.PostHog.Count));

        // It hangs. The first attempt ends after 2 s, the retry with the budget of 4 s: a slow call. That opens the circuit.
        _fixture.PostHog.Hangs();
        Task<WireFailure> slow = CallAsync();
        await _fixture.PostHog.ReceivedAsync(2);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await _fixture.Clock.TimerDueInAsync(TimeSpan.FromMilliseconds(300));
        _fixture.Clock.Advance(TimeSpan.FromMilliseconds(300));
        await _fixture.PostHog.ReceivedAsync(3);
        Assert.Equal(BreakerState.Closed, _fixture.Circuit.State);
        _fixture.Clock.Advance(TimeSpan.FromMilliseconds(1700));
        Assert.Equal(WireFailure.TimedOut, await slow);
        Assert.Equal((BreakerState.Open, BreakerCause.SlowCall), (_fixture.Circuit.State, _fixture.Circuit.Cause));
        Assert.Equal(_fixture.Clock.GetUtcNow() + TimeSpan.FromSeconds(60), _fixture.Circuit.OpenUntil);

        // For 60 s nothing is sent, and no call waits.
        _fixture.PostHog.Status(HttpStatusCode.ServiceUnavailable);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(59.9));
        Assert.Equal(WireFailure.CircuitOpen, await CallAsync());
        Assert.Equal(3, _fixture.PostHog.Count);

        // The pause is over. The next call probes, and it fails: open for another 60 s.
        _fixture.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(BreakerState.HalfOpen, _fixture.Circuit.State);
        Assert.Equal(WireFailure.ServerError, await CallAsync());
        Assert.Equal((BreakerState.Open, BreakerCause.Failures), (_fixture.Circuit.State, _fixture.Circuit.Cause));
        Assert.Equal(WireFailure.CircuitOpen, await CallAsync());
        Assert.Equal(4, _fixture.PostHog.Count);

        // Again one call probes. Until it has its answer, all others are refused.
        TaskCompletionSource<HttpResponseMessage> answer = _fixture.PostHog.Held();
        _fixture.Clock.Advance(TimeSpan.FromSeconds(60));
        Task<WireFailure> probe = CallAsync();
        await _fixture.PostHog.ReceivedAsync(5);
        Assert.Equal(WireFailure.CircuitOpen, await CallAsync());

        // PostHog answers quickly. The circuit is closed, and every call goes out again.
        answer.SetResult(StubHandler.Response(HttpStatusCode.OK, StubHandler.FlagsJson("beta")));
        Assert.Equal(WireFailure.None, await probe);
        Assert.Equal(BreakerState.Closed, _fixture.Circuit.State);
        _fixture.PostHog.Flags("beta");
        Assert.Equal(WireFailure.None, await CallAsync());
        Assert.Equal(6, _fixture.PostHog.Count);

        // The log tells of it once: that it opened, and that it closed.
        Assert.Equal((1, 1), (_fixture.Logs.CountOf(LogEvents.BreakerOpened), _fixture.Logs.CountOf(LogEvents.BreakerClosed)));
    }

    public void Dispose() => _fixture.Dispose();

    private async Task<WireFailure> CallAsync()
    {
        WireAnswer<FlagsResponse> answer = await _fixture.EvaluateAsync();
        return answer.Failure;
    }
}
