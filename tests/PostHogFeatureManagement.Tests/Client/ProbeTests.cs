using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "RS-04")]
public class ProbeTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task EvaluateAsync_PauseOver_SendsExactlyOneProbe()
    {
        using ClientFixture fixture = await BreakerStrategyTests.OpenFixtureAsync();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        fixture.Clock.Advance(Pause);

        Task<WireAnswer<FlagsResponse>>[] calls = [.. Enumerable.Range(0, 20).Select(_ => Task.Run(fixture.EvaluateAsync, TestContext.Current.CancellationToken))];
        await fixture.PostHog.ReceivedAsync(2);
        WireAnswer<FlagsResponse>[] refused = await FirstAsync(calls, 19);
        Assert.Equal(BreakerState.HalfOpen, fixture.Circuit.State);
        answer.SetResult(StubHandler.Response(HttpStatusCode.OK, StubHandler.FlagsJson("beta")));
        WireAnswer<FlagsResponse>[] all = await Task.WhenAll(calls);

        Assert.All(refused, static response => Assert.Equal(WireFailure.CircuitOpen, response.Failure));
        Assert.Single(all, static response => response.Failure == WireFailure.None);
        Assert.Equal(2, fixture.PostHog.Count);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    [Fact]
    public async Task EvaluateAsync_ProbeFails_CircuitStaysOpenForAnotherPause()
    {
        using ClientFixture fixture = await BreakerStrategyTests.OpenFixtureAsync();
        fixture.PostHog.Status(HttpStatusCode.ServiceUnavailable);
        fixture.Clock.Advance(Pause);

        await fixture.EvaluateAsync();

        Assert.Equal(BreakerState.Open, fixture.Circuit.State);
        Assert.Equal(fixture.Clock.GetUtcNow() + Pause, fixture.Circuit.OpenUntil);
        Assert.Equal(WireFailure.CircuitOpen, (await fixture.EvaluateAsync()).Failure);
    }

    [Fact]
    public async Task EvaluateAsync_SlowProbe_ReturnsAnswerAndCircuitStaysOpen()
    {
        using ClientFixture fixture = await BreakerStrategyTests.OpenFixtureAsync();
        fixture.Clock.Advance(Pause);

        WireAnswer<FlagsResponse> response = await BreakerStrategyTests.AnswerAfterAsync(fixture, TimeSpan.FromSeconds(6), StubHandler.FlagsJson("beta"));

        Assert.Equal(WireFailure.None, response.Failure);
        Assert.Equal(BreakerState.Open, fixture.Circuit.State);
    }

    [Fact]
    public async Task EvaluateAsync_ProbesCallerLeaves_NextCallProbes()
    {
        using ClientFixture fixture = await BreakerStrategyTests.OpenFixtureAsync();
        fixture.PostHog.Hangs().Flags("beta");
        fixture.Clock.Advance(Pause);
        using var leaving = new CancellationTokenSource();

        Task<WireAnswer<FlagsResponse>> probe = fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token);
        await fixture.PostHog.ReceivedAsync(2);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);

        Assert.Equal(WireFailure.None, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    /// <summary>Callers who leave because nothing comes must not send one probe after the other to a PostHog that hangs.</summary>
    [Fact]
    public async Task EvaluateAsync_ProbesCallerLeavesAfterHalfTheTimeout_CircuitStaysOpenForAnotherPause()
    {
        using ClientFixture fixture = await BreakerStrategyTests.OpenFixtureAsync();
        fixture.PostHog.Hangs();
        fixture.Clock.Advance(Pause);
        using var leaving = new CancellationTokenSource();

        Task<WireAnswer<FlagsResponse>> probe = fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token);
        await fixture.PostHog.ReceivedAsync(2);
        fixture.Clock.Advance(TimeSpan.FromSeconds(5));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);

        Assert.Equal((BreakerState.Open, BreakerCause.Failures), (fixture.Circuit.State, fixture.Circuit.Cause));
        Assert.Equal(fixture.Clock.GetUtcNow() + Pause, fixture.Circuit.OpenUntil);
        Assert.Equal(WireFailure.CircuitOpen, (await fixture.EvaluateAsync()).Failure);
    }

    /// <summary>One caller's odd request does not keep the circuit open for everyone.</summary>
    [Fact]
    public async Task EvaluateAsync_ProbeIsRejected_CircuitCloses()
    {
        using ClientFixture fixture = await BreakerStrategyTests.OpenFixtureAsync();
        fixture.PostHog.Status(HttpStatusCode.BadRequest);
        fixture.Clock.Advance(Pause);

        await fixture.EvaluateAsync();

        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    [Fact]
    public async Task EvaluateAsync_ProbesTokenIsRefused_CircuitStaysOpen()
    {
        using ClientFixture fixture = await BreakerStrategyTests.OpenFixtureAsync();
        fixture.PostHog.Status(HttpStatusCode.Unauthorized);
        fixture.Clock.Advance(Pause);

        await fixture.EvaluateAsync();

        Assert.Equal((BreakerState.Open, BreakerCause.Credentials), (fixture.Circuit.State, fixture.Circuit.Cause));
    }

    private static async Task<WireAnswer<FlagsResponse>[]> FirstAsync(Task<WireAnswer<FlagsResponse>>[] calls, int count)
    {
        var done = new List<WireAnswer<FlagsResponse>>();
        await foreach (Task<WireAnswer<FlagsResponse>> call in Task.WhenEach(calls))
        {
            done.Add(await call);
            if (done.Count == count)
            {
                break;
            }
        }

        return [.. done];
    }
}
