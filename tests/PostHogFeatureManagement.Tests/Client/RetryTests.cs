using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "RS-01")]
public class RetryTests
{
    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    public async Task EvaluateAsync_GatewayError_RetriesWithSameBody(int status)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status((HttpStatusCode)status).Flags("beta");

        Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
        await AdvanceToRetryAsync(fixture, TimeSpan.FromMilliseconds(300));
        WireAnswer<FlagsResponse> response = await call;

        Assert.Equal(WireFailure.None, response.Failure);
        Assert.Equal(2, fixture.PostHog.Count);
        Assert.Equal(fixture.PostHog.Requests[0].Body, fixture.PostHog.Requests[1].Body);
    }

    [Fact]
    public async Task EvaluateAsync_NoResponse_Retries()
    {
        using var fixture = new ClientFixture(static options => options.Client.RetryDelay = TimeSpan.Zero);
        fixture.PostHog.Throws(new HttpRequestException(HttpRequestError.ConnectionError)).Flags("beta");

        WireAnswer<FlagsResponse> response = await fixture.EvaluateAsync();

        Assert.Equal(WireFailure.None, response.Failure);
        Assert.Equal(2, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_AttemptTimesOut_Retries()
    {
        using var fixture = new ClientFixture(static options => options.Client.RetryDelay = TimeSpan.Zero);
        fixture.PostHog.Hangs().Flags("beta");

        Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
        await fixture.PostHog.ReceivedAsync(1);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        WireAnswer<FlagsResponse> response = await call;

        Assert.Equal(WireFailure.None, response.Failure);
        Assert.Equal(2, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_RetriesConfigured_DoublesDelayThenFails()
    {
        using var fixture = new ClientFixture(static options => options.Client.MaxRetryAttempts = 3);
        fixture.PostHog.Status(HttpStatusCode.BadGateway);

        Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
        await AdvanceToRetryAsync(fixture, TimeSpan.FromMilliseconds(300));
        await AdvanceToRetryAsync(fixture, TimeSpan.FromMilliseconds(600));
        await AdvanceToRetryAsync(fixture, TimeSpan.FromMilliseconds(1200));
        WireAnswer<FlagsResponse> response = await call;

        Assert.Equal(WireFailure.GatewayError, response.Failure);
        Assert.Equal(502, response.StatusCode);
        Assert.Equal(4, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_RetriesOff_TriesOnce()
    {
        using var fixture = new ClientFixture(static options => options.Client.MaxRetryAttempts = 0);
        fixture.PostHog.Throws(new HttpRequestException(HttpRequestError.NameResolutionError));

        WireAnswer<FlagsResponse> response = await fixture.EvaluateAsync();

        Assert.Equal(WireFailure.Unreachable, response.Failure);
        Assert.Equal(1, fixture.PostHog.Count);
    }

    [Theory]
    [InlineData(0.0, 75)]
    [InlineData(0.5, 100)]
    [InlineData(1.0, 125)]
    public void Spread_QuarterShare_MovesDelayByAtMostAQuarter(double random, int milliseconds) =>
        Assert.Equal(milliseconds, new Jitter(() => random).Spread(TimeSpan.FromMilliseconds(100), 0.25).TotalMilliseconds);

    private static async Task AdvanceToRetryAsync(ClientFixture fixture, TimeSpan delay)
    {
        int sent = fixture.PostHog.Count;
        await fixture.Clock.TimerDueInAsync(delay);
        fixture.Clock.Advance(delay - TimeSpan.FromMilliseconds(1));
        Assert.Equal(sent, fixture.PostHog.Count);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await fixture.PostHog.ReceivedAsync(sent + 1);
    }
}
