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

        WireAnswer<FlagsResponse> response = await fixture.EvaluateAsync();

        Assert.Equal(WireFailure.None, response.Failure);
        Assert.Equal(200, response.StatusCode);
        Assert.True(response.Value!.Flags["beta"].IsEnabled);
        Assert.Equal("r-1", response.Value!.RequestId);
    }

    [Theory]
    [InlineData(204, nameof(WireFailure.UnexpectedStatus))]
    [InlineData(302, nameof(WireFailure.UnexpectedStatus))]
    [InlineData(400, nameof(WireFailure.Rejected))]
    [InlineData(401, nameof(WireFailure.Unauthorized))]
    [InlineData(402, nameof(WireFailure.QuotaLimited))]
    [InlineData(403, nameof(WireFailure.Forbidden))]
    [InlineData(404, nameof(WireFailure.UnexpectedStatus))]
    [InlineData(408, nameof(WireFailure.UnexpectedStatus))]
    [InlineData(413, nameof(WireFailure.Rejected))]
    [InlineData(429, nameof(WireFailure.RateLimited))]
    [InlineData(500, nameof(WireFailure.ServerError))]
    [InlineData(503, nameof(WireFailure.ServerError))]
    public async Task EvaluateAsync_Status_BecomesFailureWithoutRetry(int status, string expected)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json("""{"flags":{"beta":{"enabled":true}}}""", (HttpStatusCode)status);

        WireAnswer<FlagsResponse> response = await fixture.EvaluateAsync();

        Assert.Equal(expected, response.Failure.ToString());
        Assert.Equal(status, response.StatusCode);
        Assert.Null(response.Value);
        Assert.Equal(1, fixture.PostHog.Count);
    }

    [Fact]
    public async Task EvaluateAsync_QuotaLimitedIn200_IsQuotaLimited()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json("""{"flags":{},"errorsWhileComputingFlags":false,"quotaLimited":["feature_flags"]}""");

        WireAnswer<FlagsResponse> response = await fixture.EvaluateAsync();

        Assert.Equal(WireFailure.QuotaLimited, response.Failure);
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

        WireAnswer<FlagsResponse> response = await fixture.EvaluateAsync();

        Assert.Equal(WireFailure.Unreadable, response.Failure);
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

        WireAnswer<FlagsResponse> response = await fixture.EvaluateAsync();

        Assert.Equal(WireFailure.Unreadable, response.Failure);
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

        WireAnswer<FlagsResponse> response = await fixture.EvaluateAsync();

        Assert.Equal(seconds, response.RetryAfter?.TotalSeconds);
    }
}
