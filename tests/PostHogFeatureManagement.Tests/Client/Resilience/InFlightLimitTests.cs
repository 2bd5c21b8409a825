using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
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
        Task<WireAnswer<FlagsResponse>> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);

        Task<WireAnswer<FlagsResponse>> second = fixture.EvaluateAsync();
        Assert.Equal(1, fixture.PostHog.Count);
        answer.SetResult(Good());

        Assert.Equal(WireFailure.None, (await first).Failure);
        Assert.Equal(WireFailure.None, (await second).Failure);
        Assert.Equal(0, fixture.Evaluation.Overloaded);
    }

    [Fact]
    public async Task EvaluateAsync_NoLongerWantedWhileItWaits_EndsUnsent()
    {
        using ClientFixture fixture = Fixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        Task<WireAnswer<FlagsResponse>> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);
        using var wanted = new CancellationTokenSource();

        Task<WireAnswer<FlagsResponse>> second = EvaluateAsync(fixture, wanted.Token);
        Assert.False(second.IsCompleted);
        await wanted.CancelAsync();

        Assert.Equal(WireFailure.Overloaded, (await second).Failure);
        Assert.Equal((1, 0), (fixture.Evaluation.Overloaded, fixture.Evaluation.Failed));
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
        answer.SetResult(Good());
        Assert.Equal(WireFailure.None, (await first).Failure);
        Assert.Equal(1, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_NoLongerWantedUnderWay_GoesOn()
    {
        using ClientFixture fixture = Fixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        using var wanted = new CancellationTokenSource();

        Task<WireAnswer<FlagsResponse>> call = EvaluateAsync(fixture, wanted.Token);
        await fixture.PostHog.ReceivedAsync(1);
        await wanted.CancelAsync();
        answer.SetResult(Good());

        Assert.Equal(WireFailure.None, (await call).Failure);
    }

    /// <summary>A refresh in the background has an older answer, so it does not wait in line.</summary>
    [Fact]
    public async Task EvaluateAsync_NeverWaitsAndNoPlaceFree_EndsAtOnce()
    {
        using ClientFixture fixture = Fixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        Task<WireAnswer<FlagsResponse>> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);

        Assert.Equal(WireFailure.Overloaded, (await EvaluateAsync(fixture, new CancellationToken(canceled: true))).Failure);

        answer.SetResult(Good());
        await first;
        fixture.PostHog.Flags("beta");
        Assert.Equal(WireFailure.None, (await EvaluateAsync(fixture, new CancellationToken(canceled: true))).Failure);
    }

    [Fact]
    [Trait("Promise", "RS-03")]
    public async Task EvaluateAsync_LongWaitForPlace_HasWholeBudgetAndIsNotSlow()
    {
        using ClientFixture fixture = Fixture(static client => client.AttemptTimeout = TimeSpan.FromSeconds(4));
        TaskCompletionSource<HttpResponseMessage> first = fixture.PostHog.Held();
        TaskCompletionSource<HttpResponseMessage> second = fixture.PostHog.Held();
        TaskCompletionSource<HttpResponseMessage> third = fixture.PostHog.Held();
        Task<WireAnswer<FlagsResponse>>[] calls = [fixture.EvaluateAsync(), fixture.EvaluateAsync(), fixture.EvaluateAsync()];

        for (int i = 0; i < calls.Length; i++)
        {
            await fixture.PostHog.ReceivedAsync(i + 1);
            fixture.Clock.Advance(TimeSpan.FromSeconds(2.9));
            new[] { first, second, third }[i].SetResult(Good());
            Assert.Equal(WireFailure.None, (await calls[i]).Failure);
        }

        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    [Fact]
    [Trait("Promise", "RS-08")]
    public async Task EvaluateAsync_CircuitOpensWhileCallsWait_AllEndAtOnce()
    {
        using ClientFixture fixture = Fixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        Task<WireAnswer<FlagsResponse>> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);
        Task<WireAnswer<FlagsResponse>>[] waiting = [fixture.EvaluateAsync(), fixture.EvaluateAsync()];

        fixture.Breaker.OpenElsewhere(TimeSpan.FromSeconds(30));

        Assert.All(await Task.WhenAll(waiting), static response => Assert.Equal(WireFailure.CircuitOpen, response.Failure));
        answer.SetResult(Good());
        await first;
        Assert.Equal(1, fixture.PostHog.Count);
    }

    /// <summary>The whole line would get the same answer.</summary>
    [Fact]
    [Trait("Promise", "RS-09")]
    public async Task EvaluateAsync_QuotaUsedUpWhileCallsWait_AllEndUnsent()
    {
        using ClientFixture fixture = Fixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        Task<WireAnswer<FlagsResponse>> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);
        Task<WireAnswer<FlagsResponse>>[] waiting = [fixture.EvaluateAsync(), fixture.EvaluateAsync()];

        answer.SetResult(StubHandler.Response(HttpStatusCode.PaymentRequired, "refused"));

        Assert.All([await first, .. await Task.WhenAll(waiting)], static ended => Assert.Equal(WireFailure.QuotaLimited, ended.Failure));
        Assert.Equal(1, fixture.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "RS-08")]
    public async Task EvaluateAsync_WaitingCallerLeaves_NextGetsPlace()
    {
        using ClientFixture fixture = Fixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        fixture.PostHog.Flags("beta");
        Task<WireAnswer<FlagsResponse>> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);
        using var leaving = new CancellationTokenSource();
        Task<WireAnswer<FlagsResponse>> left = fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token);
        Task<WireAnswer<FlagsResponse>> staying = fixture.EvaluateAsync();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        answer.SetResult(Good());

        Assert.Equal(WireFailure.None, (await staying).Failure);
        await first;
        Assert.Equal(2, fixture.PostHog.Count);
    }

    private static ClientFixture Fixture(Action<PostHogClientOptions>? configure = null) => new(options =>
    {
        options.Client.MaxConcurrentRequests = 1;
        configure?.Invoke(options.Client);
    });

    private static Task<WireAnswer<FlagsResponse>> EvaluateAsync(ClientFixture fixture, CancellationToken wanted) =>
        fixture.Client.EvaluateAsync(ClientFixture.Request() with { PlaceToken = wanted }, TestContext.Current.CancellationToken);

    private static HttpResponseMessage Good() => StubHandler.Response(HttpStatusCode.OK, StubHandler.FlagsJson("beta"));
}
