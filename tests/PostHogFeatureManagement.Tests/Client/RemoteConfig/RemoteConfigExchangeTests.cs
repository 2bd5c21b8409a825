using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.RemoteConfig;
using PostHogFeatureManagement.Client.Resilience.Breaker;

namespace PostHogFeatureManagement.Tests.Client.RemoteConfig;

[Trait("Promise", "RC-14")]
public sealed class RemoteConfigExchangeTests
{
    [Theory]
    [InlineData("prices", "prices")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("ä b?c#d", "%C3%A4%20b%3Fc%23d")]
    [InlineData("%2E%2E", "%252E%252E")]
    [InlineData("...", "...")]
    public async Task GetRemoteConfigAsync_Key_IsEncodedInPath(string key, string encoded)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json("1");

        await GetAsync(fixture, key);

        var request = Assert.Single(fixture.PostHog.Requests);
        Assert.Equal(HttpMethod.Get, request.Method);
        Assert.Equal($"https://us.i.posthog.com/api/projects/@current/feature_flags/{encoded}/remote_config?token={ClientFixture.ProjectToken}", request.Url);
        Assert.Equal("Bearer " + ClientFixture.SecretKey, request.Headers["Authorization"]);
    }

    [Theory]
    [InlineData("\"{\\\"eur\\\":5}\"", """{"eur":5}""")]
    [InlineData("""{"eur":5}""", """{"eur":5}""")]
    [InlineData("\"plain text\"", "\"plain text\"")]
    [InlineData("\"\\\"text\\\"\"", "\"text\"")]
    [InlineData("0", "0")]
    [InlineData("\ufeff[1]", "[1]")]
    [InlineData("", null)]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    public async Task GetRemoteConfigAsync_Body_IsReadOnceOrTwice(string body, string? expected)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json(body);

        WireAnswer<RemoteConfigResponse> answer = await GetAsync(fixture);

        Assert.Equal((WireFailure.None, expected), (answer.Failure, answer.Value!.Payload?.Json.GetRawText()));
        Assert.False(answer.Value.IsUnknown || answer.Value.IsRedacted);
    }

    [Fact]
    public async Task GetRemoteConfigAsync_NotFound_IsUnknown()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status(HttpStatusCode.NotFound);

        Assert.Same(RemoteConfigResponse.Unknown, (await GetAsync(fixture)).Value);
    }

    [Theory]
    [InlineData("\"\\\"********* (encrypted)\\\"\"")]
    [InlineData("\"********* (encrypted)\"")]
    public async Task GetRemoteConfigAsync_MarkInsteadOfValue_IsRedacted(string body)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json(body);

        Assert.Same(RemoteConfigResponse.Redacted, (await GetAsync(fixture)).Value);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, nameof(WireFailure.Unauthorized))]
    [InlineData(HttpStatusCode.Forbidden, nameof(WireFailure.Forbidden))]
    [InlineData(HttpStatusCode.TooManyRequests, nameof(WireFailure.RateLimited))]
    [InlineData(HttpStatusCode.InternalServerError, nameof(WireFailure.ServerError))]
    [InlineData(HttpStatusCode.NoContent, nameof(WireFailure.UnexpectedStatus))]
    [InlineData(HttpStatusCode.Found, nameof(WireFailure.UnexpectedStatus))]
    public async Task GetRemoteConfigAsync_OtherStatus_IsFailure(HttpStatusCode status, string failure)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status(status);

        Assert.Equal(failure, (await GetAsync(fixture)).Failure.ToString());
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{\"half\":")]
    public async Task GetRemoteConfigAsync_BodyIsNotJson_IsUnreadable(string body)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json(body);

        Assert.Equal(WireFailure.Unreadable, (await GetAsync(fixture)).Failure);
    }

    [Fact]
    public async Task GetRemoteConfigAsync_AlwaysRefused_OpensCircuitOfItsOwn()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status(HttpStatusCode.Unauthorized);
        for (int call = 0; call < new PostHogClientOptions().MinimumThroughput; call++)
        {
            Assert.Equal(WireFailure.Unauthorized, (await GetAsync(fixture)).Failure);
        }

        Assert.Equal(WireFailure.CircuitOpen, (await GetAsync(fixture)).Failure);
        Assert.Equal(BreakerState.Closed, fixture.Circuit.State);
        Assert.Contains("Circuit for remote config at https://us.i.posthog.com opened for 60 s: failures", fixture.Logs.Text, StringComparison.Ordinal);

        fixture.PostHog.Json("1");
        fixture.Clock.Advance(new PostHogClientOptions().BreakDuration);
        Assert.Equal(WireFailure.None, (await GetAsync(fixture)).Failure);
        Assert.Contains("Circuit for remote config closed", fixture.Logs.Text, StringComparison.Ordinal);
    }

    private static Task<WireAnswer<RemoteConfigResponse>> GetAsync(ClientFixture fixture, string key = "prices") =>
        fixture.Client.GetRemoteConfigAsync(key, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
}
