using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Client;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>PostHog's <c>Retry-After</c> header on <c>/flags</c> was read but ignored: every caller kept sending requests.</summary>
[Trait("Promise", "RS-08")]
public sealed class RetryAfterIgnoredTests
{
    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task EvaluateAsync_RetryAfter_WaitsThenSendsOneProbe(HttpStatusCode status)
    {
        using ClientFixture fixture = await AnsweredAsync(status, "30");
        fixture.PostHog.Flags("beta");

        fixture.Clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(WireFailure.CircuitOpen, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal((BreakerState.Open, BreakerCause.RetryAfter), (fixture.Circuit.State, fixture.Circuit.Cause));
        fixture.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(WireFailure.None, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
        Assert.Equal(1, fixture.Logs.CountOf(LogEvents.BreakerOpened));
    }

    [Fact]
    public async Task EvaluateAsync_RetryAfterOfHours_WaitsOneHour()
    {
        using ClientFixture fixture = await AnsweredAsync(HttpStatusCode.TooManyRequests, "86400");
        fixture.PostHog.Flags("beta");

        fixture.Clock.Advance(RetryAfter.Longest);

        Assert.Equal(WireFailure.None, (await fixture.EvaluateAsync()).Failure);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "0")]
    [InlineData(HttpStatusCode.BadRequest, "30")]
    public async Task EvaluateAsync_NoRetryAfterToHonor_KeepsSending(HttpStatusCode status, string retryAfter)
    {
        using ClientFixture fixture = await AnsweredAsync(status, retryAfter);

        await fixture.EvaluateAsync();

        Assert.Equal(2, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_ProbeGetsShorterRetryAfter_StaysOpenForWholeBreak()
    {
        using ClientFixture fixture = await AnsweredAsync(HttpStatusCode.TooManyRequests, "5");
        fixture.Clock.Advance(TimeSpan.FromSeconds(5));
        await fixture.EvaluateAsync();

        fixture.Clock.Advance(TimeSpan.FromSeconds(59));
        await fixture.EvaluateAsync();

        Assert.Equal(2, fixture.PostHog.Count);
    }

    private static async Task<ClientFixture> AnsweredAsync(HttpStatusCode status, string retryAfter)
    {
        var fixture = new ClientFixture();
        fixture.PostHog.Status(status, ("Retry-After", retryAfter));
        await fixture.EvaluateAsync();
        return fixture;
    }
}
