using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Client.Resilience.Breaker;

namespace PostHogFeatureManagement.Tests.Client.Resilience;

[Trait("Promise", "RS-08")]
public class PipelineStatusTests
{
    [Fact]
    public async Task Evaluation_CallsMade_AreCounted()
    {
        using var fixture = new ClientFixture(static options => options.Client.MaxRetryAttempts = 0);
        fixture.PostHog.Flags().Flags().Status(HttpStatusCode.InternalServerError);
        DateTimeOffset start = fixture.Clock.GetUtcNow();

        await fixture.EvaluateAsync(2);
        fixture.Clock.Advance(TimeSpan.FromSeconds(5));
        await fixture.EvaluateAsync(1);
        PipelineStatus status = fixture.Evaluation;

        Assert.Equal((2, 1, 0, 0), (status.Succeeded, status.Failed, status.Refused, status.Overloaded));
        Assert.Equal((WireFailure.ServerError, start + TimeSpan.FromSeconds(5)), (status.LastFailure, status.LastFailureAt));
        Assert.Equal(start, status.LastSuccessAt);
        Assert.Equal(new BreakerStatus(BreakerState.Closed, BreakerCause.None, null), fixture.Circuit);
    }

    [Fact]
    public async Task Evaluation_RetriedCall_CountsOnce()
    {
        using var fixture = new ClientFixture(static options => options.Client.RetryDelay = TimeSpan.Zero);
        fixture.PostHog.Status(HttpStatusCode.BadGateway).Flags();

        await fixture.EvaluateAsync();

        Assert.Equal((1, 0), (fixture.Evaluation.Succeeded, fixture.Evaluation.Failed));
    }

    [Fact]
    public async Task Evaluation_PauseOverWithoutCalls_IsHalfOpen()
    {
        using ClientFixture fixture = await BreakerStrategyTests.OpenFixtureAsync();

        fixture.Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(BreakerState.HalfOpen, fixture.Circuit.State);
    }

    [Fact]
    public async Task Definitions_NotModified_CountsAsSuccess()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status(HttpStatusCode.NotModified);

        await fixture.GetDefinitionsAsync("\"x\"");

        Assert.Equal(1, fixture.Get<IClientStatus>().Definitions.Succeeded);
        Assert.Equal(0, fixture.Evaluation.Succeeded);
    }
}
