using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Resilience;

[Trait("Promise", "RS-08")]
public class UnconfirmedLimitTests
{
    private const int Limit = AttemptSlots.MaxUnconfirmed;
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task EvaluateAsync_FortyCallsOnColdStart_AllAreAnswered()
    {
        using var fixture = new ClientFixture();
        TaskCompletionSource well = AnswersWhen(fixture);

        Task<WireAnswer<FlagsResponse>>[] calls = await StartAsync(fixture, 40);
        Assert.Equal(Limit, fixture.PostHog.Count);
        well.SetResult();

        Assert.All(await Task.WhenAll(calls), static response => Assert.Equal(WireFailure.None, response.Failure));
        Assert.Equal(40, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_FirstAnswer_FreesAllSlots()
    {
        using var fixture = new ClientFixture();
        TaskCompletionSource<HttpResponseMessage> first = fixture.PostHog.Held();
        TaskCompletionSource well = AnswersWhen(fixture);
        Task<WireAnswer<FlagsResponse>>[] calls = await StartAsync(fixture, 40);

        first.SetResult(StubHandler.Response(HttpStatusCode.OK, StubHandler.FlagsJson("beta")));
        await fixture.PostHog.ReceivedAsync(2 * Limit);

        Assert.Equal(2 * Limit, fixture.PostHog.Count);
        well.SetResult();
        await Task.WhenAll(calls);
    }

    /// <summary>That the quota is used up is an answer: PostHog is well.</summary>
    [Fact]
    public async Task EvaluateAsync_FirstAnswerIsUsedUpQuota_FreesAllSlots()
    {
        using var fixture = new ClientFixture();
        TaskCompletionSource<HttpResponseMessage> first = fixture.PostHog.Held();
        TaskCompletionSource well = AnswersWhen(fixture);
        Task<WireAnswer<FlagsResponse>>[] calls = await StartAsync(fixture, Limit + 1);

        first.SetResult(StubHandler.Response(HttpStatusCode.PaymentRequired, "refused"));
        await fixture.PostHog.ReceivedAsync(Limit + 1);

        well.SetResult();
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task EvaluateAsync_NothingAnswers_WaitingCallsEndWithFirstTimeouts()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Hangs();
        Task<WireAnswer<FlagsResponse>>[] calls = await StartAsync(fixture, 40);

        fixture.Clock.Advance(AttemptTimeout);
        WireAnswer<FlagsResponse>[] waited = await Task.WhenAll(calls[Limit..]);
        TimeSpan delay = TimeSpan.FromMilliseconds(300);
        await Eventually.TrueAsync(() => fixture.Clock.CountTimersDueIn(delay) == Limit);
        fixture.Clock.Advance(delay);
        await Task.WhenAll(calls);

        Assert.All(waited, static response => Assert.Equal(WireFailure.CircuitOpen, response.Failure));
        Assert.Equal(Limit, fixture.PostHog.Count);
        Assert.Equal(BreakerState.Open, fixture.Circuit.State);
    }

    /// <summary>Thousands of good answers just before keep the failure ratio low for half a minute. The run of failures opens the circuit.</summary>
    [Theory]
    [InlineData("500")]
    [InlineData("refused")]
    [Trait("Promise", "RS-02")]
    public async Task EvaluateAsync_FailsAfterBusyTime_CircuitOpensAfterRunOfFailures(string trouble)
    {
        using var fixture = new ClientFixture(static options => options.Client.RetryDelay = TimeSpan.Zero);
        await SucceedAsync(fixture, 200);
        _ = trouble == "500" ? fixture.PostHog.Status(HttpStatusCode.InternalServerError) : fixture.PostHog.Throws(new HttpRequestException(HttpRequestError.ConnectionError));

        await fixture.EvaluateAsync(100);

        Assert.Equal(200 + Limit, fixture.PostHog.Count);
        Assert.Equal((BreakerState.Open, BreakerCause.Failures), (fixture.Circuit.State, fixture.Circuit.Cause));
        Assert.Equal(1, fixture.Logs.CountOf(LogEvents.BreakerOpened));
    }

    [Fact]
    public async Task EvaluateAsync_HangsAfterBusyTime_CircuitOpensWhenAllTimedOut()
    {
        using var fixture = new ClientFixture(static options => options.Client.MaxRetryAttempts = 0);
        await SucceedAsync(fixture, 200);
        fixture.PostHog.Hangs();
        Task<WireAnswer<FlagsResponse>>[] calls = await StartAsync(fixture, 40);

        fixture.Clock.Advance(AttemptTimeout);
        WireAnswer<FlagsResponse>[] responses = await Task.WhenAll(calls);

        Assert.Equal(Limit, responses.Count(static response => response.Failure == WireFailure.TimedOut));
        Assert.Equal(40 - Limit, responses.Count(static response => response.Failure == WireFailure.CircuitOpen));
        Assert.Equal(200 + Limit, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_OneAnswerAmongFailures_CircuitStaysClosed()
    {
        using var fixture = new ClientFixture();
        await SucceedAsync(fixture, 200);
        for (int i = 0; i < 3; i++)
        {
            for (int failures = 1; failures < Limit; failures++)
            {
                fixture.PostHog.Status(HttpStatusCode.InternalServerError);
            }

            fixture.PostHog.Flags("beta");
        }

        await fixture.EvaluateAsync(3 * Limit);

        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    /// <summary>If a hundred attempts must count before the circuit may open, a smaller limit would prevent that.</summary>
    [Fact]
    public async Task EvaluateAsync_LargerMinimumThroughput_IsLimit()
    {
        using var fixture = new ClientFixture(static options => options.Client.MinimumThroughput = 40);
        TaskCompletionSource well = AnswersWhen(fixture);

        Task<WireAnswer<FlagsResponse>>[] calls = await StartAsync(fixture, 41, sent: 40);

        Assert.Equal(40, fixture.PostHog.Count);
        well.SetResult();
        await Task.WhenAll(calls);
    }

    internal static TaskCompletionSource AnswersWhen(ClientFixture fixture)
    {
        var well = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.PostHog.Answer(async (_, token) =>
        {
            await well.Task.WaitAsync(token);
            return StubHandler.Response(HttpStatusCode.OK, StubHandler.FlagsJson("beta"));
        });
        return well;
    }

    /// <summary>Starts calls one after the other. The first ones are sent, and the others wait.</summary>
    internal static async Task<Task<WireAnswer<FlagsResponse>>[]> StartAsync(ClientFixture fixture, int count, int sent = Limit)
    {
        int before = fixture.PostHog.Count;
        Task<WireAnswer<FlagsResponse>>[] calls = [.. Enumerable.Range(0, count).Select(_ => fixture.EvaluateAsync())];
        await fixture.PostHog.ReceivedAsync(before + sent);
        return calls;
    }

    private static async Task SucceedAsync(ClientFixture fixture, int times)
    {
        for (int i = 0; i < times; i++)
        {
            fixture.PostHog.Flags("beta");
        }

        await fixture.EvaluateAsync(times);
    }
}
