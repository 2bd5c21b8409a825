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
    public async Task EvaluateAsync_LimitReached_RefusesAtOnce()
    {
        using var fixture = new ClientFixture(static options => options.Client.MaxConcurrentRequests = 2);
        TaskCompletionSource<HttpResponseMessage> firstAnswer = fixture.PostHog.Held();
        Task<WireAnswer<FlagsResponse>> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);
        TaskCompletionSource<HttpResponseMessage> secondAnswer = fixture.PostHog.Held();
        Task<WireAnswer<FlagsResponse>> second = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(2);

        WireAnswer<FlagsResponse> refused = await fixture.EvaluateAsync();
        firstAnswer.SetResult(StubHandler.Response(HttpStatusCode.OK, StubHandler.FlagsJson("beta")));
        secondAnswer.SetResult(StubHandler.Response(HttpStatusCode.OK, StubHandler.FlagsJson("beta")));
        await Task.WhenAll(first, second);
        fixture.PostHog.Flags("beta");

        Assert.Equal(WireFailure.Overloaded, refused.Failure);
        Assert.Equal(1, fixture.Evaluation.Overloaded);
        Assert.Equal(2, fixture.PostHog.Count);
        Assert.Equal(WireFailure.None, (await fixture.EvaluateAsync()).Failure);
    }

    [Fact]
    public async Task EvaluateAsync_Overloaded_CircuitStaysClosed()
    {
        using var fixture = new ClientFixture(static options => options.Client.MaxConcurrentRequests = 1);
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        Task<WireAnswer<FlagsResponse>> first = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);

        await fixture.EvaluateAsync(50);

        Assert.Equal(BreakerState.Closed, fixture.Evaluation.State);
        Assert.Equal(0, fixture.Evaluation.Failed);
        answer.SetResult(StubHandler.Response(HttpStatusCode.OK, StubHandler.FlagsJson("beta")));
        Assert.Equal(WireFailure.None, (await first).Failure);
    }
}
