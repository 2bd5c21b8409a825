using System.Net;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Resilience;

[Trait("Promise", "RS-07")]
public class InFlightLimitTests
{
    [Fact]
    public async Task EvaluateAsync_NoPlaceFree_WaitsForOne()
    {
        using ClientFixture fixture = Fixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        fixture.PostHog.Flags("beta");
        Task<FlagsResponse> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);

        Task<FlagsResponse> second = fixture.EvaluateAsync();
        Assert.Equal(1, fixture.PostHog.Count);
        answer.SetResult(Good());

        Assert.Equal(FlagsCallOutcome.Success, (await first).Outcome);
        Assert.Equal(FlagsCallOutcome.Success, (await second).Outcome);
        Assert.Equal(0, fixture.Evaluation.Overloaded);
    }

    [Fact]
    public async Task EvaluateAsync_NoLongerWantedWhileItWaits_EndsUnsent()
    {
        using ClientFixture fixture = Fixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        Task<FlagsResponse> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);
        using var wanted = new CancellationTokenSource();

        Task<FlagsResponse> second = EvaluateAsync(fixture, wanted.Token);
        Assert.False(second.IsCompleted);
        await wanted.CancelAsync();

        Assert.Equal(FlagsCallOutcome.Overloaded, (await second).Outcome);
        Assert.Equal((1, 0), (fixture.Evaluation.Overloaded, fixture.Evaluation.Failed));
        Assert.Equal(BreakerState.Closed, fixture.Evaluation.State);
        answer.SetResult(Good());
        Assert.Equal(FlagsCallOutcome.Success, (await first).Outcome);
        Assert.Equal(1, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_NoLongerWantedUnderWay_GoesOn()
    {
        using ClientFixture fixture = Fixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        using var wanted = new CancellationTokenSource();

        Task<FlagsResponse> call = EvaluateAsync(fixture, wanted.Token);
        await fixture.PostHog.ReceivedAsync(1);
        await wanted.CancelAsync();
        answer.SetResult(Good());

        Assert.Equal(FlagsCallOutcome.Success, (await call).Outcome);
    }

    /// <summary>A refresh in the background has an older answer, so it does not wait in line.</summary>
    [Fact]
    public async Task EvaluateAsync_NeverWaitsAndNoPlaceFree_EndsAtOnce()
    {
        using ClientFixture fixture = Fixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        Task<FlagsResponse> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);

        Assert.Equal(FlagsCallOutcome.Overloaded, (await EvaluateAsync(fixture, new CancellationToken(canceled: true))).Outcome);

        answer.SetResult(Good());
        await first;
        fixture.PostHog.Flags("beta");
        Assert.Equal(FlagsCallOutcome.Success, (await EvaluateAsync(fixture, new CancellationToken(canceled: true))).Outcome);
    }

    [Fact]
    [Trait("Promise", "RS-03")]
    public async Task EvaluateAsync_LongWaitForPlace_HasWholeBudgetAndIsNotSlow()
    {
        using ClientFixture fixture = Fixture(static client => client.AttemptTimeout = TimeSpan.FromSeconds(4));
        TaskCompletionSource<HttpResponseMessage> first = fixture.PostHog.Held();
        TaskCompletionSource<HttpResponseMessage> second = fixture.PostHog.Held();
        TaskCompletionSource<HttpResponseMessage> third = fixture.PostHog.Held();
        Task<FlagsResponse>[] calls = [fixture.EvaluateAsync(), fixture.EvaluateAsync(), fixture.EvaluateAsync()];

        for (int i = 0; i < calls.Length; i++)
        {
            await fixture.PostHog.ReceivedAsync(i + 1);
            fixture.Clock.Advance(TimeSpan.FromSeconds(2.9));
            new[] { first, second, third }[i].SetResult(Good());
            Assert.Equal(FlagsCallOutcome.Success, (await calls[i]).Outcome);
        }

        Assert.Equal(BreakerState.Closed, fixture.Evaluation.State);
    }

    [Fact]
    [Trait("Promise", "RS-08")]
    public async Task EvaluateAsync_CircuitOpensWhileCallsWait_AllEndAtOnce()
    {
        using ClientFixture fixture = Fixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        Task<FlagsResponse> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);
        Task<FlagsResponse>[] waiting = [fixture.EvaluateAsync(), fixture.EvaluateAsync()];

        fixture.Get<ClientPipelines>().Circuit.OpenElsewhere(TimeSpan.FromSeconds(30));

        Assert.All(await Task.WhenAll(waiting), static response => Assert.Equal(FlagsCallOutcome.CircuitOpen, response.Outcome));
        answer.SetResult(Good());
        await first;
        Assert.Equal(1, fixture.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "RS-08")]
    public async Task EvaluateAsync_WaitingCallerLeaves_NextGetsPlace()
    {
        using ClientFixture fixture = Fixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        fixture.PostHog.Flags("beta");
        Task<FlagsResponse> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);
        using var leaving = new CancellationTokenSource();
        Task<FlagsResponse> left = fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token);
        Task<FlagsResponse> staying = fixture.EvaluateAsync();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        answer.SetResult(Good());

        Assert.Equal(FlagsCallOutcome.Success, (await staying).Outcome);
        await first;
        Assert.Equal(2, fixture.PostHog.Count);
    }

    private static ClientFixture Fixture(Action<PostHogClientOptions>? configure = null) => new(options =>
    {
        options.Client.MaxConcurrentRequests = 1;
        configure?.Invoke(options.Client);
    });

    private static Task<FlagsResponse> EvaluateAsync(ClientFixture fixture, CancellationToken wanted) =>
        fixture.Client.EvaluateAsync(ClientFixture.Request() with { PlaceToken = wanted }, TestContext.Current.CancellationToken);

    private static HttpResponseMessage Good() => StubHandler.Response(HttpStatusCode.OK, StubHandler.FlagsJson("beta"));
}
