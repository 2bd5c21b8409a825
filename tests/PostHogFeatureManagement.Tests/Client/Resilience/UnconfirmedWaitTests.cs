using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Resilience;

/// <summary>What can happen to a call while it waits for a slot.</summary>
[Trait("Promise", "RS-08")]
public class UnconfirmedWaitTests
{
    private const int Limit = AttemptSlots.MaxUnconfirmed;

    [Fact]
    public async Task EvaluateAsync_WaitingCallerLeaves_ThrowsAndOthersComplete()
    {
        using var fixture = new ClientFixture();
        TaskCompletionSource well = UnconfirmedLimitTests.AnswersWhen(fixture);
        Task<WireAnswer<FlagsResponse>>[] sent = await UnconfirmedLimitTests.StartAsync(fixture, Limit);
        using var leaving = new CancellationTokenSource();
        Task<WireAnswer<FlagsResponse>> left = fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token);
        Task<WireAnswer<FlagsResponse>> staying = fixture.EvaluateAsync();

        await leaving.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        well.SetResult();
        await Task.WhenAll([.. sent, staying]);

        Assert.Equal(leaving.Token, thrown.CancellationToken);
        Assert.Equal(Limit + 1, fixture.PostHog.Count);
        Assert.Equal(0, fixture.Evaluation.Failed);
    }

    [Fact]
    public async Task EvaluateAsync_CallerInFlightLeaves_NextIsSent()
    {
        using var fixture = new ClientFixture();
        TaskCompletionSource well = UnconfirmedLimitTests.AnswersWhen(fixture);
        using var leaving = new CancellationTokenSource();
        Task<WireAnswer<FlagsResponse>> left = fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token);
        Task<WireAnswer<FlagsResponse>>[] staying = await UnconfirmedLimitTests.StartAsync(fixture, Limit, sent: Limit - 1);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await fixture.PostHog.ReceivedAsync(Limit + 1);

        well.SetResult();
        await Task.WhenAll(staying);
    }

    [Fact]
    public async Task EvaluateAsync_CircuitOpensWhileWaiting_EndsWithoutRequest()
    {
        using var fixture = new ClientFixture();
        TaskCompletionSource well = UnconfirmedLimitTests.AnswersWhen(fixture);
        Task<WireAnswer<FlagsResponse>>[] sent = await UnconfirmedLimitTests.StartAsync(fixture, Limit);
        Task<WireAnswer<FlagsResponse>> waiting = fixture.EvaluateAsync();

        fixture.Breaker.OpenElsewhere(TimeSpan.FromSeconds(30));

        Assert.Equal(WireFailure.CircuitOpen, (await waiting).Failure);
        Assert.Equal(Limit, fixture.PostHog.Count);
        well.SetResult();
        await Task.WhenAll(sent);
    }

    /// <summary>A call in flight when the circuit opens is not retried.</summary>
    [Fact]
    public async Task EvaluateAsync_CircuitOpensBeforeRetry_DoesNotRetry()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status(System.Net.HttpStatusCode.BadGateway).Flags("beta");
        Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
        await fixture.Clock.TimerDueInAsync(TimeSpan.FromMilliseconds(300));

        fixture.Breaker.OpenElsewhere(TimeSpan.FromSeconds(30));
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(300));

        Assert.Equal(WireFailure.CircuitOpen, (await call).Failure);
        Assert.Equal(1, fixture.PostHog.Count);
    }

    /// <summary>PostHog was not slow: the answer itself arrived in time.</summary>
    [Fact]
    [Trait("Promise", "RS-03")]
    public async Task EvaluateAsync_WaitPlusAnswerReachThreshold_CircuitStaysClosed()
    {
        using ClientFixture fixture = BreakerStrategyTests.Fixture();
        var answers = new TaskCompletionSource<HttpResponseMessage>[Limit + 1];
        for (int i = 0; i <= Limit; i++)
        {
            answers[i] = fixture.PostHog.Held();
        }

        Task<WireAnswer<FlagsResponse>>[] sent = await UnconfirmedLimitTests.StartAsync(fixture, Limit);
        Task<WireAnswer<FlagsResponse>> waiting = fixture.EvaluateAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(5));
        Answer(answers[..Limit]);
        await fixture.PostHog.ReceivedAsync(Limit + 1);
        await Task.WhenAll(sent);
        fixture.Clock.Advance(TimeSpan.FromSeconds(4));
        Answer(answers[Limit..]);

        Assert.Equal(WireFailure.None, (await waiting).Failure);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    /// <summary>
    /// Callers who leave pass their slots on. The last in the queue then has little time left for its own answer. That is not a failure of PostHog.
    /// </summary>
    [Fact]
    [Trait("Promise", "RS-03")]
    public async Task EvaluateAsync_TimeRunsOutAfterWait_CircuitStaysClosed()
    {
        using ClientFixture fixture = BreakerStrategyTests.Fixture();
        fixture.PostHog.Hangs();
        using var leaving = new CancellationTokenSource();
        Task[] left = [.. Enumerable.Range(0, Limit).Select(_ => fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token))];
        await fixture.PostHog.ReceivedAsync(Limit);
        using var leavingLater = new CancellationTokenSource();
        Task[] leftLater = [.. Enumerable.Range(0, Limit).Select(_ => fixture.Client.EvaluateAsync(ClientFixture.Request(), leavingLater.Token))];
        Task<WireAnswer<FlagsResponse>> waiting = fixture.EvaluateAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(4));
        await leaving.CancelAsync();
        await fixture.PostHog.ReceivedAsync(2 * Limit);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await leavingLater.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll([.. left, .. leftLater]));
        await fixture.PostHog.ReceivedAsync((2 * Limit) + 1);

        fixture.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(WireFailure.TimedOut, (await waiting).Failure);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    [Fact]
    [Trait("Promise", "RS-04")]
    public async Task EvaluateAsync_ProbeWhileEarlierCallsHang_IsSent()
    {
        using ClientFixture fixture = BreakerStrategyTests.Fixture(static client => client.BreakDuration = TimeSpan.FromMilliseconds(500));
        for (int i = 0; i < Limit; i++)
        {
            fixture.PostHog.Held();
        }

        _ = await UnconfirmedLimitTests.StartAsync(fixture, Limit);
        fixture.Breaker.OpenElsewhere(TimeSpan.FromMilliseconds(500));
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(500));
        fixture.PostHog.Flags("beta");

        Assert.Equal(WireFailure.None, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    private static void Answer(TaskCompletionSource<HttpResponseMessage>[] answers)
    {
        foreach (TaskCompletionSource<HttpResponseMessage> answer in answers)
        {
            answer.SetResult(StubHandler.Response(System.Net.HttpStatusCode.OK, StubHandler.FlagsJson("beta")));
        }
    }
}
