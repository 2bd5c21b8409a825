using System.Net;
using System.Text;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "DF-01")]
public class DefinitionsRequestTests
{
    private const string Body = """{"flags":[],"group_type_mapping":{},"cohorts":{}}""";

    [Fact]
    public async Task GetDefinitionsAsync_FirstTime_SendsTokenAndSecret()
    {
        using var fixture = new ClientFixture(static options => options.ProjectToken = " phc_a+b ");
        fixture.PostHog.Json(Body);

        WireAnswer<DefinitionsResponse> response = await fixture.GetDefinitionsAsync();

        var request = Assert.Single(fixture.PostHog.Requests);
        Assert.Equal(HttpMethod.Get, request.Method);
        Assert.Equal("https://us.i.posthog.com/flags/definitions?token=phc_a%2Bb&send_cohorts", request.Url);
        Assert.Equal("Bearer " + ClientFixture.SecretKey, request.Headers["Authorization"]);
        Assert.DoesNotContain("If-None-Match", request.Headers.Keys);
        Assert.Equal(WireFailure.None, response.Failure);
        Assert.Equal(Body, Encoding.UTF8.GetString(response.Value!.Body!.Value.Span));
    }

    [Fact]
    public async Task GetDefinitionsAsync_HostWithPath_KeepsPath()
    {
        using var fixture = new ClientFixture(static options => options.HostUrl = "https://proxy.example/ph");
        fixture.PostHog.Json(Body);

        await fixture.GetDefinitionsAsync();

        Assert.StartsWith("https://proxy.example/ph/flags/definitions?token=", fixture.PostHog.Requests[0].Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("W/\"6f1c9b0d5a\"")]
    [InlineData("\"strong\"")]
    [InlineData("bare")]
    public async Task GetDefinitionsAsync_ETag_IsUnchangedInBothDirections(string tag)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json(Body, HttpStatusCode.OK, ("ETag", tag)).Status(HttpStatusCode.NotModified);

        WireAnswer<DefinitionsResponse> first = await fixture.GetDefinitionsAsync();
        WireAnswer<DefinitionsResponse> second = await fixture.GetDefinitionsAsync(first.Value!.ETag);

        Assert.Equal(tag, first.Value!.ETag);
        Assert.Equal(tag, fixture.PostHog.Requests[1].Headers["If-None-Match"]);
        Assert.Equal(WireFailure.None, second.Failure);
        Assert.Null(second.Value!.Body);
    }

    [Fact]
    public async Task GetDefinitionsAsync_NotModifiedWithoutETag_Fails()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status(HttpStatusCode.NotModified);

        WireAnswer<DefinitionsResponse> response = await fixture.GetDefinitionsAsync();

        Assert.Equal(WireFailure.UnexpectedStatus, response.Failure);
    }

    [Fact]
    public async Task GetDefinitionsAsync_ETagIsNotHeaderText_IsNotSent()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json(Body);

        await fixture.GetDefinitionsAsync("x\r\nX-Injected: 1");

        Assert.DoesNotContain("X-Injected", fixture.PostHog.Requests[0].Headers.Keys);
        Assert.DoesNotContain("If-None-Match", fixture.PostHog.Requests[0].Headers.Keys);
    }

    [Theory]
    [InlineData(204, nameof(WireFailure.UnexpectedStatus))]
    [InlineData(301, nameof(WireFailure.UnexpectedStatus))]
    [InlineData(401, nameof(WireFailure.Unauthorized))]
    [InlineData(402, nameof(WireFailure.QuotaLimited))]
    [InlineData(403, nameof(WireFailure.Forbidden))]
    [InlineData(404, nameof(WireFailure.UnexpectedStatus))]
    [InlineData(429, nameof(WireFailure.RateLimited))]
    [InlineData(500, nameof(WireFailure.ServerError))]
    [InlineData(503, nameof(WireFailure.ServerError))]
    public async Task GetDefinitionsAsync_Status_BecomesFailure(int status, string expected)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json(Body, (HttpStatusCode)status, ("Retry-After", "30"));

        WireAnswer<DefinitionsResponse> response = await fixture.GetDefinitionsAsync("\"x\"");

        Assert.Equal(expected, response.Failure.ToString());
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), response.RetryAfter);
        Assert.Null(response.Value);
        Assert.Equal(1, fixture.PostHog.Count);
    }

    [Theory]
    [InlineData("<html></html>")]
    [InlineData("""{"flags":[{"key":"a" """)]
    [InlineData("  ")]
    [InlineData("")]
    public async Task GetDefinitionsAsync_BodyIsNotDefinitions_Fails(string body)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json(body);

        WireAnswer<DefinitionsResponse> response = await fixture.GetDefinitionsAsync();

        Assert.Equal(WireFailure.Unreadable, response.Failure);
        Assert.Null(response.Value);
    }
}
