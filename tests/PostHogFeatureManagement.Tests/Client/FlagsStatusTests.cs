using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "RC-09")]
public class FlagsStatusTests
{
    [Fact]
    public async Task EvaluateAsync_Answer_IsRead()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Flags("beta");

        FlagsResponse response = await fixture.EvaluateAsync();

        Assert.Equal(FlagsCallOutcome.Success, response.Outcome);
        Assert.Equal(200, response.StatusCode);
        Assert.True(response.Flags["beta"].IsEnabled);
        Assert.Equal("r-1", response.RequestId);
    }

    [Theory]
    [InlineData(204, nameof(FlagsCallOutcome.Failed))]
    [InlineData(302, nameof(FlagsCallOutcome.Failed))]
    [InlineData(400, nameof(FlagsCallOutcome.Failed))]
    [InlineData(401, nameof(FlagsCallOutcome.Unauthorized))]
    [InlineData(402, nameof(FlagsCallOutcome.QuotaLimited))]
    [InlineData(403, nameof(FlagsCallOutcome.Unauthorized))]
    [InlineData(404, nameof(FlagsCallOutcome.Failed))]
    [InlineData(408, nameof(FlagsCallOutcome.Failed))]
    [InlineData(413, nameof(FlagsCallOutcome.Failed))]
    [InlineData(429, nameof(FlagsCallOutcome.RateLimited))]
    [InlineData(500, nameof(FlagsCallOutcome.Failed))]
    [InlineData(503, nameof(FlagsCallOutcome.Failed))]
    public async Task EvaluateAsync_Status_BecomesOutcomeWithoutRetry(int status, string expected)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json("""{"flags":{"beta":{"enabled":true}}}""", (HttpStatusCode)status);

        FlagsResponse response = await fixture.EvaluateAsync();

        Assert.Equal(expected, response.Outcome.ToString());
        Assert.Equal(status, response.StatusCode);
        Assert.Empty(response.Flags);
        Assert.Equal(1, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_QuotaLimitedIn200_IsQuotaLimited()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json("""{"flags":{},"errorsWhileComputingFlags":false,"quotaLimited":["feature_flags"]}""");

        FlagsResponse response = await fixture.EvaluateAsync();

        Assert.Equal(FlagsCallOutcome.QuotaLimited, response.Outcome);
    }

    [Theory]
    [InlineData("<html>sign in to the hotel's network</html>")]
    [InlineData("""{"flags":{"beta":{"enabled":tr""")]
    [InlineData("""{"status":1}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task EvaluateAsync_UnreadableBody_FailsWithoutRetry(string body)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json(body);

        FlagsResponse response = await fixture.EvaluateAsync();

        Assert.Equal(FlagsCallOutcome.Failed, response.Outcome);
        Assert.Equal(1, fixture.PostHog.Count);
        Assert.Equal(WireFailure.Unreadable, fixture.Evaluation.LastFailure);
    }

    [Fact]
    [Trait("Promise", "SC-02")]
    public async Task EvaluateAsync_BodyAboveLimit_Fails()
    {
        using var fixture = new ClientFixture();
        string padding = new(' ', 10 * 1024 * 1024);
        fixture.PostHog.Json($$"""{"flags":{} {{padding}}}""");

        FlagsResponse response = await fixture.EvaluateAsync();

        Assert.Equal(FlagsCallOutcome.Failed, response.Outcome);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("-7", null)]
    [InlineData("soon", null)]
    [InlineData("999999999", 3600)]
    [InlineData("Sun, 01 Mar 2026 12:02:00 GMT", 120)]
    [InlineData("Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    public async Task EvaluateAsync_RetryAfter_UsesInjectedClock(string header, int? seconds)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status(HttpStatusCode.TooManyRequests, ("Retry-After", header));

        FlagsResponse response = await fixture.EvaluateAsync();

        Assert.Equal(seconds, response.RetryAfter?.TotalSeconds);
    }
}
