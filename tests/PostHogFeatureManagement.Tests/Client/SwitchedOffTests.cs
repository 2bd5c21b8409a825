using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "OP-05")]
public sealed class SwitchedOffTests : IDisposable
{
    private readonly ClientFixture _fixture = new(static options => options.Client.MaxConcurrentRequests = 1);

    private PostHogSwitch Switch => _fixture.Get<PostHogSwitch>();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Call_SwitchedOff_IsNotSentUntilOnAgain()
    {
        _fixture.PostHog.Flags("beta");
        Switch.Turn(false);

        Assert.Equal(WireFailure.SwitchedOff, (await _fixture.EvaluateAsync()).Failure);
        Assert.Equal(WireFailure.SwitchedOff, (await _fixture.GetDefinitionsAsync()).Failure);
        Assert.Equal(0, _fixture.PostHog.Count);

        Switch.Turn(true);
        Assert.Equal(WireFailure.None, (await _fixture.EvaluateAsync()).Failure);
    }

    [Fact]
    public async Task Call_SwitchedOffUnderWay_EndsAtOnceAndIsNoEvidence()
    {
        _fixture.PostHog.Hangs();
        Task<WireAnswer<FlagsResponse>> flags = _fixture.EvaluateAsync();
        Task<WireAnswer<DefinitionsResponse>> definitions = _fixture.GetDefinitionsAsync();
        await _fixture.PostHog.ReceivedAsync(2);

        Switch.Turn(false);

        Assert.Equal(WireFailure.SwitchedOff, (await flags).Failure);
        Assert.Equal(WireFailure.SwitchedOff, (await definitions).Failure);
        Assert.Equal(BreakerState.Closed, _fixture.Circuit.State);
        Assert.Empty(_fixture.Logs.Entries);
    }

    [Fact]
    public async Task Call_AnswerComesAfterTheTurn_IsIgnoredEvenIfOnAgain()
    {
        TaskCompletionSource<HttpResponseMessage> answer = _fixture.PostHog.Held();
        Task<WireAnswer<FlagsResponse>> call = _fixture.EvaluateAsync();
        await _fixture.PostHog.ReceivedAsync(1);

        Switch.Turn(false);
        Switch.Turn(true);
        answer.TrySetResult(StubHandler.Response(HttpStatusCode.OK, StubHandler.FlagsJson("beta")));

        Assert.Equal(WireFailure.SwitchedOff, (await call).Failure);
    }

    [Fact]
    public async Task Call_SwitchedOffBeforeTheRetry_IsNotRetried()
    {
        _fixture.PostHog.Status(HttpStatusCode.BadGateway);
        Task<WireAnswer<FlagsResponse>> call = _fixture.EvaluateAsync();
        await _fixture.Clock.TimerDueInAsync(new PostHogClientOptions().RetryDelay);

        Switch.Turn(false);

        Assert.Equal(WireFailure.SwitchedOff, (await call).Failure);
        Assert.Equal(1, _fixture.PostHog.Count);
    }

    [Fact]
    public async Task Call_SwitchedOffWhileInLine_IsNotSent()
    {
        _fixture.PostHog.Hangs();
        Task<WireAnswer<FlagsResponse>> first = _fixture.EvaluateAsync();
        await _fixture.PostHog.ReceivedAsync(1);
        Task<WireAnswer<FlagsResponse>> second = _fixture.EvaluateAsync();

        Switch.Turn(false);

        Assert.Equal(WireFailure.SwitchedOff, (await first).Failure);
        Assert.Equal(WireFailure.SwitchedOff, (await second).Failure);
        Assert.Equal(1, _fixture.PostHog.Count);
    }

    [Fact]
    public async Task Call_CallerLeaves_IsStillTheirCancellation()
    {
        _fixture.PostHog.Hangs();
        using var leaving = new CancellationTokenSource();
        Task<WireAnswer<FlagsResponse>> call = _fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token);
        await _fixture.PostHog.ReceivedAsync(1);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }
}
