using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Client;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A process that stood still for some seconds while calls were under way (a long collection, a throttled container, no free threads) opened its circuit for a
/// minute, although PostHog was well: the time-outs that fired afterwards counted as failures, and the calls as slow.
/// </summary>
[Trait("Promise", "RS-03")]
public sealed class StalledProcessOpensCircuitTests
{
    private const int Calls = 5;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task EvaluateAsync_StoppedLongerThanAttempt_RetriesAndCircuitStaysClosed()
    {
        using var fixture = new ClientFixture();
        Task<WireAnswer<FlagsResponse>>[] calls = await HangAsync(fixture);
        fixture.PostHog.Flags("beta");

        fixture.Clock.Stall(TimeSpan.FromSeconds(2.5));
        await Eventually.TrueAsync(() => fixture.Clock.CountTimersDueIn(RetryDelay) == Calls);
        fixture.Clock.Advance(RetryDelay);

        Assert.All(await Task.WhenAll(calls), static answer => Assert.Equal(WireFailure.None, answer.Failure));
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
        Assert.Equal(2 * Calls, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_StoppedLongerThanWholeCall_CircuitStaysClosed()
    {
        using var fixture = new ClientFixture();
        Task<WireAnswer<FlagsResponse>>[] calls = await HangAsync(fixture);

        fixture.Clock.Stall(TimeSpan.FromSeconds(30));

        Assert.All(await Task.WhenAll(calls), static answer => Assert.Equal(WireFailure.TimedOut, answer.Failure));
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    [Fact]
    public async Task EvaluateAsync_AnswerArrivedWhileStopped_IsNotSlow()
    {
        using var fixture = new ClientFixture(static options => options.Client.AttemptTimeout = TimeSpan.FromSeconds(4));
        TaskCompletionSource<HttpResponseMessage> answer = fixture.PostHog.Held();
        Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);

        fixture.Clock.Stall(TimeSpan.FromSeconds(3.5));
        answer.SetResult(StubHandler.Response(HttpStatusCode.OK, StubHandler.FlagsJson("beta")));

        Assert.Equal(WireFailure.None, (await call).Failure);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    /// <summary>A stalled process must not hide that PostHog hangs.</summary>
    [Fact]
    public async Task EvaluateAsync_ShortStallsWhilePostHogHangs_CircuitOpens()
    {
        using var fixture = new ClientFixture();
        Task<WireAnswer<FlagsResponse>>[] calls = await HangAsync(fixture);

        for (int i = 0; i < 4; i++)
        {
            fixture.Clock.Stall(TimeSpan.FromMilliseconds(250));
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        await Eventually.TrueAsync(() => fixture.Circuit.State == BreakerState.Open);
        await Eventually.TrueAsync(() => fixture.Clock.CountTimersDueIn(RetryDelay) == Calls);
        fixture.Clock.Advance(RetryDelay);

        Assert.All(await Task.WhenAll(calls), static answer => Assert.Equal(WireFailure.CircuitOpen, answer.Failure));
        Assert.Equal(BreakerCause.Failures, fixture.Circuit.Cause);
    }

    /// <summary>Busy threads or a throttled processor make every tick late, for as long as the process runs.</summary>
    [Fact]
    public async Task EvaluateAsync_EveryTickLateWhilePostHogHangs_CircuitOpensWithinCall()
    {
        using var fixture = new ClientFixture();
        Task<WireAnswer<FlagsResponse>>[] calls = await HangAsync(fixture);

        for (TimeSpan time = TimeSpan.Zero; time < TimeSpan.FromSeconds(2); time += TimeSpan.FromMilliseconds(250))
        {
            fixture.Clock.Stall(TimeSpan.FromMilliseconds(250));
        }

        await Eventually.TrueAsync(() => fixture.Circuit.State == BreakerState.Open);
        await Eventually.TrueAsync(() => fixture.Clock.CountTimersDueIn(RetryDelay) == Calls);
        fixture.Clock.Advance(RetryDelay);
        await Task.WhenAll(calls);
    }

    /// <summary>Calls that no one answers.</summary>
    private static async Task<Task<WireAnswer<FlagsResponse>>[]> HangAsync(ClientFixture fixture)
    {
        for (int i = 0; i < Calls; i++)
        {
            fixture.PostHog.Hangs();
        }

        Task<WireAnswer<FlagsResponse>>[] calls = [.. Enumerable.Range(0, Calls).Select(_ => fixture.EvaluateAsync())];
        await fixture.PostHog.ReceivedAsync(Calls);
        return calls;
    }
}
