using System.Net;
using System.Text;
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

        DefinitionsResponse response = await fixture.GetDefinitionsAsync();

        var request = Assert.Single(fixture.PostHog.Requests);
        Assert.Equal(HttpMethod.Get, request.Method);
        Assert.Equal("https://us.i.posthog.com/flags/definitions?token=phc_a%2Bb&send_cohorts", request.Url);
        Assert.Equal("Bearer " + ClientFixture.SecretKey, request.Headers["Authorization"]);
        Assert.DoesNotContain("If-None-Match", request.Headers.Keys);
        Assert.Equal(DefinitionsOutcome.Modified, response.Outcome);
        Assert.Equal(Body, Encoding.UTF8.GetString(response.Body.Span));
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

        DefinitionsResponse first = await fixture.GetDefinitionsAsync();
        DefinitionsResponse second = await fixture.GetDefinitionsAsync(first.ETag);

        Assert.Equal(tag, first.ETag);
        Assert.Equal(tag, fixture.PostHog.Requests[1].Headers["If-None-Match"]);
        Assert.Equal(DefinitionsOutcome.NotModified, second.Outcome);
        Assert.True(second.Body.IsEmpty);
    }

    [Fact]
    public async Task GetDefinitionsAsync_NotModifiedWithoutETag_Fails()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status(HttpStatusCode.NotModified);

        DefinitionsResponse response = await fixture.GetDefinitionsAsync();

        Assert.Equal(DefinitionsOutcome.Failed, response.Outcome);
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
    [InlineData(204, nameof(DefinitionsOutcome.Failed))]
    [InlineData(301, nameof(DefinitionsOutcome.Failed))]
    [InlineData(401, nameof(DefinitionsOutcome.Unauthorized))]
    [InlineData(402, nameof(DefinitionsOutcome.QuotaLimited))]
    [InlineData(403, nameof(DefinitionsOutcome.Forbidden))]
    [InlineData(404, nameof(DefinitionsOutcome.Failed))]
    [InlineData(429, nameof(DefinitionsOutcome.RateLimited))]
    [InlineData(500, nameof(DefinitionsOutcome.Failed))]
    [InlineData(503, nameof(DefinitionsOutcome.Failed))]
    public async Task GetDefinitionsAsync_Status_BecomesOutcome(int status, string expected)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json(Body, (HttpStatusCode)status, ("Retry-After", "30"));

        DefinitionsResponse response = await fixture.GetDefinitionsAsync("\"x\"");

        Assert.Equal(expected, response.Outcome.ToString());
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), response.RetryAfter);
        Assert.True(response.Body.IsEmpty);
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

        DefinitionsResponse response = await fixture.GetDefinitionsAsync();

        Assert.Equal(DefinitionsOutcome.Failed, response.Outcome);
        Assert.True(response.Body.IsEmpty);
    }
}
