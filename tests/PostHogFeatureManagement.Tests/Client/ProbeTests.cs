using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience;
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
        using ClientFixture fixture = await SlowCallBreakerTests.OpenFixtureAsync();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        fixture.Clock.Advance(Pause);

        Task<WireAnswer<FlagsResponse>>[] calls = [.. Enumerable.Range(0, 20).Select(_ => Task.Run(fixture.EvaluateAsync, TestContext.Current.CancellationToken))];
        await fixture.PostHog.ReceivedAsync(2);
        WireAnswer<FlagsResponse>[] refused = await FirstAsync(calls, 19);
        Assert.Equal(BreakerState.HalfOpen, fixture.Evaluation.State);
        answer.SetResult(StubHandler.Response(HttpStatusCode.OK, StubHandler.FlagsJson("beta")));
        WireAnswer<FlagsResponse>[] all = await Task.WhenAll(calls);

        Assert.All(refused, static response => Assert.Equal(WireFailure.CircuitOpen, response.Failure));
        Assert.Single(all, static response => response.Failure == WireFailure.None);
        Assert.Equal(2, fixture.PostHog.Count);
        Assert.Equal(BreakerState.Closed, fixture.Evaluation.State);
    }

    [Fact]
    public async Task EvaluateAsync_ProbeFails_CircuitStaysOpenForAnotherPause()
    {
        using ClientFixture fixture = await SlowCallBreakerTests.OpenFixtureAsync();
        fixture.PostHog.Status(HttpStatusCode.ServiceUnavailable);
        fixture.Clock.Advance(Pause);

        await fixture.EvaluateAsync();

        Assert.Equal(BreakerState.Open, fixture.Evaluation.State);
        Assert.Equal(fixture.Clock.GetUtcNow() + Pause, fixture.Evaluation.OpenUntil);
        Assert.Equal(WireFailure.CircuitOpen, (await fixture.EvaluateAsync()).Failure);
    }

    [Fact]
    public async Task EvaluateAsync_SlowProbe_ReturnsAnswerAndCircuitStaysOpen()
    {
        using ClientFixture fixture = await SlowCallBreakerTests.OpenFixtureAsync();
        fixture.Clock.Advance(Pause);

        WireAnswer<FlagsResponse> response = await SlowCallBreakerTests.AnswerAfterAsync(fixture, TimeSpan.FromSeconds(6), StubHandler.FlagsJson("beta"));

        Assert.Equal(WireFailure.None, response.Failure);
        Assert.Equal(BreakerState.Open, fixture.Evaluation.State);
    }

    [Fact]
    public async Task EvaluateAsync_ProbesCallerLeaves_NextCallProbes()
    {
        using ClientFixture fixture = await SlowCallBreakerTests.OpenFixtureAsync();
        fixture.PostHog.Hangs().Flags("beta");
        fixture.Clock.Advance(Pause);
        using var leaving = new CancellationTokenSource();

        Task<WireAnswer<FlagsResponse>> probe = fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token);
        await fixture.PostHog.ReceivedAsync(2);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);

        Assert.Equal(WireFailure.None, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(BreakerState.Closed, fixture.Evaluation.State);
    }

    [Fact]
    public async Task EvaluateAsync_ProbeIsRefusedByPostHog_CircuitCloses()
    {
        using ClientFixture fixture = await SlowCallBreakerTests.OpenFixtureAsync();
        fixture.PostHog.Status(HttpStatusCode.Unauthorized);
        fixture.Clock.Advance(Pause);

        await fixture.EvaluateAsync();

        Assert.Equal(BreakerState.Closed, fixture.Evaluation.State);
    }

    [Fact]
    public async Task EvaluateAsync_ProbeStoppedByRatioBreaker_CircuitStaysOpen()
    {
        using ClientFixture fixture = SlowCallBreakerTests.Fixture();
        fixture.PostHog.Status(HttpStatusCode.ServiceUnavailable);
        await fixture.EvaluateAsync(5);
        fixture.Get<ClientPipelines>().Circuit.OpenElsewhere(TimeSpan.FromSeconds(20));
        fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(WireFailure.CircuitOpen, (await fixture.EvaluateAsync()).Failure);
        fixture.PostHog.Flags("beta");

        fixture.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(WireFailure.None, (await fixture.EvaluateAsync()).Failure);
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
