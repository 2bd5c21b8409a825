using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "RS-08")]
public class CancellationTests
{
    [Fact]
    public async Task EvaluateAsync_CallerCancels_ThrowsAtOnceWithoutCounting()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Hangs();
        using var leaving = new CancellationTokenSource();

        Task<WireAnswer<FlagsResponse>> call = fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token);
        await fixture.PostHog.ReceivedAsync(1);
        await leaving.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(leaving.Token, thrown.CancellationToken);
        Assert.Equal(0, fixture.Evaluation.Failed);
        Assert.Equal(1, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_AlreadyCancelled_SendsNothing()
    {
        using var fixture = new ClientFixture();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Client.EvaluateAsync(ClientFixture.Request(), new CancellationToken(canceled: true)));

        Assert.Equal(0, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_CallersLeave_CircuitStaysClosed()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Hangs();

        for (int i = 1; i <= 10; i++)
        {
            using var leaving = new CancellationTokenSource();
            Task<WireAnswer<FlagsResponse>> call = fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token);
            await fixture.PostHog.ReceivedAsync(i);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    [Fact]
    public async Task EvaluateAsync_CallerLeavesSlowCall_CircuitOpens()
    {
        using ClientFixture fixture = BreakerStrategyTests.Fixture();
        fixture.PostHog.Hangs();
        using var leaving = new CancellationTokenSource();

        Task<WireAnswer<FlagsResponse>> call = fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token);
        await fixture.PostHog.ReceivedAsync(1);
        fixture.Clock.Advance(TimeSpan.FromSeconds(6));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.Equal(BreakerState.Open, fixture.Circuit.State);
    }

    [Fact]
    public async Task GetDefinitionsAsync_CallerCancels_Throws()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Hangs();
        using var leaving = new CancellationTokenSource();

        Task<WireAnswer<DefinitionsResponse>> call = fixture.Client.GetDefinitionsAsync(null, leaving.Token);
        await fixture.PostHog.ReceivedAsync(1);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task EvaluateAsync_HandlerThrows_Fails()
    {
        using var fixture = new ClientFixture(static options => options.Client.MaxRetryAttempts = 0);
        fixture.PostHog.Throws(new InvalidOperationException("a handler of the application's own")).Throws(new TaskCanceledException());

        Assert.Equal(WireFailure.Unreachable, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(WireFailure.Unreachable, (await fixture.EvaluateAsync()).Failure);
    }

    [Fact]
    public async Task GetDefinitionsAsync_LargeAndSlow_HasTenSeconds()
    {
        using var fixture = new ClientFixture();
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();

        Task<WireAnswer<DefinitionsResponse>> call = fixture.GetDefinitionsAsync();
        await fixture.PostHog.ReceivedAsync(1);
        fixture.Clock.Advance(TimeSpan.FromSeconds(9.9));
        answer.SetResult(StubHandler.Response(System.Net.HttpStatusCode.OK, """{"flags":[]}"""));

        Assert.Equal(WireFailure.None, (await call).Failure);
    }

    [Fact]
    public async Task GetDefinitionsAsync_Hangs_TimesOut()
    {
        using var fixture = new ClientFixture(static options => options.Client.MaxRetryAttempts = 0);
        fixture.PostHog.Hangs();

        Task<WireAnswer<DefinitionsResponse>> call = fixture.GetDefinitionsAsync();
        await fixture.PostHog.ReceivedAsync(1);
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(WireFailure.TimedOut, (await call).Failure);
    }
}
