using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "RS-01")]
public class BudgetTests
{
    [Fact]
    public async Task EvaluateAsync_Hangs_EndsWithTotalBudget()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Hangs();
        DateTimeOffset start = fixture.Clock.GetUtcNow();

        Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await fixture.Clock.TimerDueInAsync(TimeSpan.FromMilliseconds(300));
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(300));
        await fixture.PostHog.ReceivedAsync(2);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(1699));
        Assert.False(call.IsCompleted);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(WireFailure.TimedOut, (await call).Failure);
        Assert.Equal(TimeSpan.FromSeconds(4), fixture.Clock.GetUtcNow() - start);
        Assert.Equal(2, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_BudgetEndsDuringRetryDelay_SendsNoMoreRequests()
    {
        using var fixture = new ClientFixture(static options => options.Client.RetryDelay = TimeSpan.FromSeconds(30));
        fixture.PostHog.Status(HttpStatusCode.BadGateway);

        Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
        await fixture.Clock.TimerDueInAsync(TimeSpan.FromSeconds(30));
        fixture.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(WireFailure.TimedOut, (await call).Failure);
        Assert.Equal(1, fixture.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "RS-03")]
    public async Task EvaluateAsync_BudgetExpiredBeforeThreshold_CountsAsSlow()
    {
        using var fixture = new ClientFixture(static options => options.Client.SlowCallThreshold = TimeSpan.FromSeconds(60));
        fixture.PostHog.Status(HttpStatusCode.BadGateway);
        fixture.PostHog.Hangs();

        Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
        await fixture.Clock.TimerDueInAsync(TimeSpan.FromMilliseconds(300));
        fixture.Clock.Advance(TimeSpan.FromSeconds(4));
        await call;

        Assert.Equal(BreakerCause.SlowCall, fixture.Circuit.Cause);
    }

    [Fact]
    [Trait("Promise", "RS-08")]
    public async Task EvaluateAsync_OutageOfOneHour_SendsOneProbePerMinute()
    {
        using var fixture = new ClientFixture(static options => options.Client.MaxRetryAttempts = 0);
        fixture.PostHog.Status(HttpStatusCode.ServiceUnavailable);

        for (int second = 0; second < 3600; second++)
        {
            await fixture.EvaluateAsync(3);
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(fixture.PostHog.Count, 60, 66);
        Assert.Equal(1, fixture.Logs.CountOf(LogEvents.BreakerOpened));
    }
}
