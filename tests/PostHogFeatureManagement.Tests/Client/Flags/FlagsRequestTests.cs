using System.Text.Json;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Tests.Client.Flags;

[Trait("Promise", "RC-01")]
public class FlagsRequestTests
{
    [Fact]
    public async Task EvaluateAsync_MinimalContext_SendsProtocolBody()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Flags("beta");

        await fixture.EvaluateAsync();

        var request = Assert.Single(fixture.PostHog.Requests);
        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal("https://us.i.posthog.com/flags/?v=2", request.Url);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal(
            """{"token":"phc_project_token","distinct_id":"user-1","groups":{},"person_properties":{},"group_properties":{},"geoip_disable":true,"evaluation_runtime":"server"}""",
            request.Body);
    }

    [Fact]
    public async Task EvaluateAsync_FullContext_SendsEverything()
    {
        using var fixture = new ClientFixture(static options =>
        {
            options.Client.DisableGeoIp = false;
            options.Definitions.EvaluationContexts = ["billing-api"];
        });
        fixture.PostHog.Flags();
        var context = new PostHogContext("user-1")
        {
            AnonymousDistinctId = "anon-1",
            DeviceId = "device-1",
            PersonProperties = new Dictionary<string, object?> { ["plan"] = "team", ["seats"] = 12 },
            Groups = new Dictionary<string, PostHogGroup>
            {
                ["workspace"] = new("ws-19", new Dictionary<string, object?> { ["region"] = "eu" }),
                ["unknown"] = new(string.Empty),
            },
        };

        await fixture.Client.EvaluateAsync(new FlagsRequest(context, ["a", "b"]), TestContext.Current.CancellationToken);

        Assert.Equal(
            """
            {"token":"phc_project_token","distinct_id":"user-1","groups":{"workspace":"ws-19"},"person_properties":{"plan":"team","seats":12},
            "group_properties":{"workspace":{"$group_key":"ws-19","region":"eu"}},"geoip_disable":false,"$anon_distinct_id":"anon-1",
            "$device_id":"device-1","flag_keys_to_evaluate":["a","b"],"evaluation_contexts":["billing-api"],"evaluation_runtime":"server"}
            """.ReplaceLineEndings(string.Empty),
            fixture.PostHog.Requests[0].Body);
    }

    [Fact]
    public async Task EvaluateAsync_GroupKeyAmongProperties_IsWrittenOnce()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Flags();
        var context = new PostHogContext("user-1")
        {
            Groups = new Dictionary<string, PostHogGroup> { ["team"] = new("t-1", new Dictionary<string, object?> { ["$group_key"] = "own" }) },
        };

        await fixture.Client.EvaluateAsync(new FlagsRequest(context), TestContext.Current.CancellationToken);

        JsonElement properties = fixture.PostHog.Requests[0].Json.GetProperty("group_properties");
        Assert.Equal("""{"team":{"$group_key":"own"}}""", properties.GetRawText());
    }

    [Fact]
    [Trait("Promise", "SC-01")]
    public async Task EvaluateAsync_SecretKeyConfigured_SendsNoAuthorization()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Flags();

        await fixture.EvaluateAsync();

        Assert.DoesNotContain("Authorization", fixture.PostHog.Requests[0].Headers.Keys);
        Assert.DoesNotContain(ClientFixture.SecretKey, fixture.PostHog.Requests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluateAsync_Always_SendsLibraryAsUserAgent()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Flags();

        await fixture.EvaluateAsync();

        Assert.Matches(@"^PostHogFeatureManagement/\d+\.\d+\.\d+$", fixture.PostHog.Requests[0].Headers["User-Agent"]);
    }

    [Theory]
    [InlineData("https://proxy.example/posthog/", "https://proxy.example/posthog/flags/?v=2")]
    [InlineData(" https://proxy.example/a/b ", "https://proxy.example/a/b/flags/?v=2")]
    [InlineData("http://localhost:8010", "http://localhost:8010/flags/?v=2")]
    [InlineData("https://app.posthog.com", "https://us.i.posthog.com/flags/?v=2")]
    [InlineData("https://us.posthog.com/", "https://us.i.posthog.com/flags/?v=2")]
    [InlineData("https://EU.posthog.com", "https://eu.i.posthog.com/flags/?v=2")]
    public async Task EvaluateAsync_HostUrl_IsNormalizedAndKeepsPath(string host, string expected)
    {
        using var fixture = new ClientFixture(options => options.HostUrl = host);
        fixture.PostHog.Flags();

        await fixture.EvaluateAsync();

        Assert.Equal(expected, fixture.PostHog.Requests[0].Url);
    }
}
