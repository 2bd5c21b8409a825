using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "RS-02")]
public class FailureBreakerTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Failures => ["refused", "dns", "reset", "garbage", "204", "302", "404", "408", "429", "500", "502", "503", "504"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task EvaluateAsync_FailuresAboveRatio_CircuitOpens(string failure)
    {
        using ClientFixture fixture = Fixture();
        Fail(fixture, failure);

        await fixture.EvaluateAsync(4);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
        await fixture.EvaluateAsync(1);

        Assert.Equal(BreakerState.Open, fixture.Circuit.State);
        Assert.Equal(BreakerCause.Failures, fixture.Circuit.Cause);
        Assert.Equal(WireFailure.CircuitOpen, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(5, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_AttemptTimeouts_CircuitOpens()
    {
        using ClientFixture fixture = Fixture();
        fixture.PostHog.Hangs();

        for (int i = 1; i <= 5; i++)
        {
            Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
            await fixture.PostHog.ReceivedAsync(i);
            fixture.Clock.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(WireFailure.TimedOut, (await call).Failure);
        }

        Assert.Equal(BreakerCause.Failures, fixture.Circuit.Cause);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(402)]
    [InlineData(413)]
    public async Task EvaluateAsync_OneCallersRequestIsRefused_CircuitStaysClosed(int status)
    {
        using ClientFixture fixture = Fixture();
        fixture.PostHog.Status((HttpStatusCode)status);

        await fixture.EvaluateAsync(20);

        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
        Assert.Equal(20, fixture.PostHog.Count);
    }

    /// <summary>With result caching switched off, every flag of a caller has a request of its own.</summary>
    [Fact]
    public async Task EvaluateAsync_OneCallersRequestsForDifferentFlagsAreRejected_CircuitStaysClosed()
    {
        using ClientFixture fixture = Fixture();
        fixture.PostHog.Status(HttpStatusCode.BadRequest);

        for (int i = 0; i < 8; i++)
        {
            await fixture.Client.EvaluateAsync(ClientFixture.Request() with { FlagKeys = [$"flag-{i}"] }, TestContext.Current.CancellationToken);
        }

        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
        Assert.Equal(8, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_FailuresBelowRatio_CircuitStaysClosed()
    {
        using ClientFixture fixture = Fixture();
        fixture.PostHog.Flags().Flags().Flags().Status(HttpStatusCode.InternalServerError).Status(HttpStatusCode.InternalServerError).Flags();

        await fixture.EvaluateAsync(10);

        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    [Fact]
    [Trait("Promise", "RS-04")]
    public async Task EvaluateAsync_PauseOver_ProbesAndRecovers()
    {
        using ClientFixture fixture = Fixture();
        fixture.PostHog.Status(HttpStatusCode.InternalServerError);
        await fixture.EvaluateAsync(5);
        fixture.PostHog.Flags("beta");

        fixture.Clock.Advance(Pause);
        WireAnswer<FlagsResponse> response = await fixture.EvaluateAsync();

        Assert.Equal(WireFailure.None, response.Failure);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
        Assert.Equal(1, fixture.Logs.CountOf(LogEvents.BreakerOpened));
        Assert.Equal(1, fixture.Logs.CountOf(LogEvents.BreakerClosed));
    }

    [Fact]
    public async Task EvaluateAsync_ProbesCallerLeaves_NextCallProbes()
    {
        using ClientFixture fixture = Fixture();
        fixture.PostHog.Status(HttpStatusCode.InternalServerError);
        await fixture.EvaluateAsync(5);
        fixture.PostHog.Hangs();
        fixture.Clock.Advance(Pause);
        using var leaving = new CancellationTokenSource();

        Task<WireAnswer<FlagsResponse>> probe = fixture.Client.EvaluateAsync(ClientFixture.Request(), leaving.Token);
        await fixture.PostHog.ReceivedAsync(6);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
        Assert.Equal(BreakerState.HalfOpen, fixture.Circuit.State);
        fixture.PostHog.Flags("beta");

        Assert.Equal(WireFailure.None, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    [Fact]
    [Trait("Promise", "RS-06")]
    public async Task GetDefinitionsAsync_EvaluationCircuitOpen_IsNotAffected()
    {
        using ClientFixture fixture = Fixture();
        fixture.PostHog.Status(HttpStatusCode.InternalServerError);
        await fixture.EvaluateAsync(5);
        fixture.PostHog.Json("""{"flags":[]}""");

        WireAnswer<DefinitionsResponse> response = await fixture.GetDefinitionsAsync();

        Assert.Equal(WireFailure.None, response.Failure);
        Assert.Equal(BreakerState.Open, fixture.Circuit.State);
    }

    [Fact]
    [Trait("Promise", "RS-06")]
    public async Task EvaluateAsync_DefinitionsFail_IsNotAffected()
    {
        using ClientFixture fixture = Fixture();
        fixture.PostHog.Status(HttpStatusCode.InternalServerError);
        for (int i = 0; i < 20; i++)
        {
            await fixture.GetDefinitionsAsync();
        }

        Assert.Equal(20, fixture.PostHog.Count);
        fixture.PostHog.Flags("beta");

        Assert.Equal(WireFailure.None, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
    }

    private static ClientFixture Fixture() => new(static options => options.Client.MaxRetryAttempts = 0);

    private static void Fail(ClientFixture fixture, string failure)
    {
        switch (failure)
        {
            case "refused":
                fixture.PostHog.Throws(new HttpRequestException(HttpRequestError.ConnectionError));
                break;
            case "dns":
                fixture.PostHog.Throws(new HttpRequestException(HttpRequestError.NameResolutionError));
                break;
            case "reset":
                fixture.PostHog.Throws(new HttpIOException(HttpRequestError.ResponseEnded));
                break;
            case "garbage":
                fixture.PostHog.Json("<html>");
                break;
            default:
                fixture.PostHog.Status((HttpStatusCode)int.Parse(failure, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
