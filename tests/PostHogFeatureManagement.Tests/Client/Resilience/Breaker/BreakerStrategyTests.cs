using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Resilience.Breaker;

[Trait("Promise", "RS-03")]
public class BreakerStrategyTests
{
    private static readonly TimeSpan Threshold = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    [Fact]
    [Trait("Promise", "P14")]
    [Trait("Promise", "P15")]
    public async Task EvaluateAsync_SuccessExactlyAtThreshold_ReturnsItAndCircuitOpens()
    {
        using ClientFixture fixture = Fixture();

        WireAnswer<FlagsResponse> response = await AnswerAfterAsync(fixture, Threshold, StubHandler.FlagsJson("beta"));

        Assert.True(response.Value!.Flags["beta"].IsEnabled);
        Assert.Equal(BreakerState.Open, fixture.Circuit.State);
        Assert.Equal(BreakerCause.SlowCall, fixture.Circuit.Cause);
        Assert.Equal(fixture.Clock.GetUtcNow() + Pause, fixture.Circuit.OpenUntil);
    }

    [Fact]
    [Trait("Promise", "P15")]
    public async Task EvaluateAsync_SuccessJustBelowThreshold_CircuitStaysClosed()
    {
        using ClientFixture fixture = Fixture();

        await AnswerAfterAsync(fixture, Threshold - Instant, StubHandler.FlagsJson("beta"));

        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    [Fact]
    [Trait("Promise", "P16")]
    public async Task EvaluateAsync_SlowAnswerWithoutFlags_CircuitOpens()
    {
        using ClientFixture fixture = Fixture();

        await AnswerAfterAsync(fixture, Threshold, StubHandler.FlagsJson());

        Assert.Equal(BreakerState.Open, fixture.Circuit.State);
    }

    [Fact]
    [Trait("Promise", "P17")]
    public async Task EvaluateAsync_FastFailure_CircuitStaysClosed()
    {
        using ClientFixture fixture = Fixture();
        fixture.PostHog.Throws(new HttpRequestException(HttpRequestError.ConnectionError));

        WireAnswer<FlagsResponse> response = await fixture.EvaluateAsync();

        Assert.Equal(WireFailure.Unreachable, response.Failure);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    [Fact]
    [Trait("Promise", "P18")]
    public async Task EvaluateAsync_SlowFailure_CircuitOpens()
    {
        using ClientFixture fixture = Fixture();

        WireAnswer<FlagsResponse> response = await AnswerAfterAsync(fixture, Threshold, "broken", HttpStatusCode.InternalServerError);

        Assert.Equal(WireFailure.ServerError, response.Failure);
        Assert.Equal(BreakerState.Open, fixture.Circuit.State);
    }

    [Fact]
    [Trait("Promise", "P18")]
    public async Task EvaluateAsync_HangsWithRetry_CircuitOpensWhenWholeCallIsSlow()
    {
        using var fixture = new ClientFixture(static options =>
        {
            options.Client.AttemptTimeout = TimeSpan.FromSeconds(3);
            options.Client.TotalTimeout = TimeSpan.FromSeconds(7);
            options.Client.SlowCallThreshold = TimeSpan.FromSeconds(6);
        });
        fixture.PostHog.Hangs();

        Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);
        fixture.Clock.Advance(TimeSpan.FromSeconds(3));
        await fixture.Clock.TimerDueInAsync(TimeSpan.FromMilliseconds(300));
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(300));
        await fixture.PostHog.ReceivedAsync(2);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
        fixture.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(WireFailure.TimedOut, (await call).Failure);
        Assert.Equal(BreakerState.Open, fixture.Circuit.State);
    }

    [Fact]
    public async Task EvaluateAsync_TotalBudgetExpired_TimesOutAndCircuitOpens()
    {
        using ClientFixture fixture = Fixture();
        fixture.PostHog.Hangs();

        Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(WireFailure.TimedOut, (await call).Failure);
        Assert.Equal(BreakerState.Open, fixture.Circuit.State);
    }

    [Fact]
    [Trait("Promise", "P19")]
    [Trait("Promise", "P20")]
    [Trait("Promise", "P22")]
    public async Task EvaluateAsync_CircuitOpen_SendsNothingUntilPauseIsOver()
    {
        using ClientFixture fixture = await OpenFixtureAsync();
        fixture.PostHog.Flags("beta");

        Assert.Equal(WireFailure.CircuitOpen, (await fixture.EvaluateAsync()).Failure);
        fixture.Clock.Advance(Pause - Instant);
        Assert.Equal(WireFailure.CircuitOpen, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(1, fixture.PostHog.Count);
        Assert.Equal(2, fixture.Evaluation.Refused);
        fixture.Clock.Advance(Instant);

        Assert.Equal(WireFailure.None, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    [Fact]
    public async Task EvaluateAsync_CircuitOpensAndCloses_LogsEachOnce()
    {
        using ClientFixture fixture = await OpenFixtureAsync();
        await fixture.EvaluateAsync(3);
        fixture.Clock.Advance(Pause);
        await AnswerAfterAsync(fixture, Threshold, StubHandler.FlagsJson());
        fixture.Clock.Advance(Pause);
        fixture.PostHog.Flags("beta");
        await fixture.EvaluateAsync(3);

        Assert.Equal(1, fixture.Logs.CountOf(LogEvents.BreakerOpened));
        Assert.Equal(1, fixture.Logs.CountOf(LogEvents.BreakerClosed));
    }

    internal static ClientFixture Fixture(Action<PostHogClientOptions>? configure = null) => new(options =>
    {
        options.Client.AttemptTimeout = TimeSpan.FromSeconds(10);
        options.Client.TotalTimeout = TimeSpan.FromSeconds(10);
        options.Client.SlowCallThreshold = Threshold;
        options.Client.MaxRetryAttempts = 0;
        configure?.Invoke(options.Client);
    });

    internal static async Task<ClientFixture> OpenFixtureAsync(Action<PostHogClientOptions>? configure = null)
    {
        ClientFixture fixture = Fixture(configure);
        await AnswerAfterAsync(fixture, Threshold, StubHandler.FlagsJson());
        return fixture;
    }

    internal static async Task<WireAnswer<FlagsResponse>> AnswerAfterAsync(ClientFixture fixture, TimeSpan delay, string body, HttpStatusCode status = HttpStatusCode.OK)
    {
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        int sent = fixture.PostHog.Count;
        Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(sent + 1);
        fixture.Clock.Advance(delay);
        answer.SetResult(StubHandler.Response(status, body));
        return await call;
    }
}
