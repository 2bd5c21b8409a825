using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.IntegrationTests.Browser.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

[Trait("Promise", "FE-02")]
public sealed class FlagsEndpointTests
{
    private const string Path = "/posthog/flags";

    private static readonly string Definitions = FlagJson.Set(
        FlagJson.On("on"),
        FlagJson.ForProperty("vip", "plan", "scale"),
        FlagJson.Variant("headline", "bold", """{"button": "Get yours"}"""),
        FlagJson.On("secret"),
        FlagJson.On("for-servers").Replace("\"active\"", "\"evaluation_runtime\":\"server\",\"active\"", StringComparison.Ordinal));

    private static readonly KeyValuePair<string, string?>[] Listed = [.. new[] { "on", "vip", "headline", "for-servers" }
        .Select(static (key, index) => new KeyValuePair<string, string?>($"PostHog:Endpoint:Flags:{index}", key))];

    [Theory]
    [CombinatorialBools]
    public async Task Get_ListedFlags_AreThoseOfTheCaller(bool remote)
    {
        await using GateHost host = await new BrowserSite(Definitions) { Remote = remote, Configuration = Listed }.StartAsync();

        using HttpResponseMessage ofAnna = await GetAsync(host, "anna", "scale");
        using HttpResponseMessage ofBert = await GetAsync(host, "bert", "free");

        // Only definitions say which flags are for servers only.
        string forServers = remote ? "\"for-servers\":true," : string.Empty;
        Assert.Equal(
            $$$"""{"featureFlags":{{{{forServers}}}"headline":"bold","on":true,"vip":true},"featureFlagPayloads":{"headline":"{\u0022button\u0022: \u0022Get yours\u0022}"}}""",
            await ofAnna.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("\"vip\":false", await ofBert.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("application/json", ofAnna.Content.Headers.ContentType!.MediaType);
        Assert.Equal(("no-cache, private", "Cookie, Authorization"), (ofAnna.Headers.CacheControl!.ToString(), ofAnna.Headers.Vary.ToString()));
    }

    [Fact]
    public async Task Get_WithItsETag_Is304UntilAFlagChanges()
    {
        await using GateHost host = await new BrowserSite(Definitions) { Configuration = Listed }.StartAsync();
        using HttpResponseMessage first = await GetAsync(host, "anna");
        string tag = first.Headers.ETag!.ToString();

        using HttpResponseMessage unchanged = await GetAsync(host, "anna", tag: tag);
        using HttpResponseMessage weak = await GetAsync(host, "anna", tag: $"\"other\", W/{tag}");
        using HttpResponseMessage ofOther = await GetAsync(host, "bert", "scale", tag);
        await host.SwitchAsync("on", active: false);
        using HttpResponseMessage changed = await GetAsync(host, "anna", tag: tag);

        Assert.Equal(
            [HttpStatusCode.NotModified, HttpStatusCode.NotModified, HttpStatusCode.OK, HttpStatusCode.OK],
            new[] { unchanged, weak, ofOther, changed }.Select(static response => response.StatusCode));
        Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task Get_WithoutList_DoesNotExist()
    {
        await using GateHost host = await new BrowserSite(Definitions).StartAsync();

        using HttpResponseMessage response = await GetAsync(host, "anna");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Get_PostHogIsAway_ConfigurationAnswersAndTheBodySaysSo()
    {
        await using GateHost host = await new BrowserSite(FlagJson.Set(FlagJson.ServerOnly("on")))
        {
            Configuration = [.. Listed, new("FeatureManagement:on", "true")],
        }.StartAsync();
        host.PostHog.SetFaults(new PostHogEmulatorFaults { Status = 503 });

        using HttpResponseMessage response = await GetAsync(host, "anna");
        JsonElement body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.True(body.GetProperty("featureFlags").GetProperty("on").GetBoolean());
        Assert.True(body.GetProperty("errorsWhileComputingFlags").GetBoolean());
    }

    [Fact]
    [Trait("Promise", "SC-05")]
    public async Task Get_WithPolicy_IsForThoseWhoMeetIt()
    {
        await using GateHost host = await new BrowserSite(Definitions)
        {
            Configuration = [.. Listed, new("PostHog:Endpoint:Policy", "customers")],
            Services = static services => services.AddAuthorizationBuilder().AddPolicy("customers", static policy => policy.RequireClaim("plan", "scale")),
        }.StartAsync();

        using HttpResponseMessage anna = await GetAsync(host, "anna", "scale");
        using HttpResponseMessage bert = await GetAsync(host, "bert", "free");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (anna.StatusCode, bert.StatusCode));
    }

    [Fact]
    [Trait("Promise", "SC-05")]
    public async Task Get_TooOften_Is429()
    {
        await using GateHost host = await new BrowserSite(Definitions) { Configuration = [.. Listed, new("PostHog:Endpoint:RequestsPerMinute", "3")] }.StartAsync();

        // A minute may begin in between.
        var statuses = new List<HttpStatusCode>();
        for (int i = 0; i < 12; i++)
        {
            using HttpResponseMessage response = await GetAsync(host, "anna");
            statuses.Add(response.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    [Trait("Promise", "SC-05")]
    public async Task Get_WithRateLimitingPolicy_IsLimitedByIt()
    {
        await using GateHost host = await new BrowserSite(Definitions)
        {
            Configuration = [.. Listed, new("PostHog:Endpoint:RateLimitingPolicy", "one"), new("PostHog:Endpoint:RequestsPerMinute", "1")],
            Services = static services => services.AddRateLimiter(static options => options.AddConcurrencyLimiter("one", static limit => limit.PermitLimit = 1)),
            Pipeline = static app => app.UseRateLimiter(),
        }.StartAsync();

        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await GetAsync(host, "anna");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Preflight_TrustedOrigin_MaySendTracingHeaders()
    {
        await using GateHost host = await new BrowserSite(Definitions)
        {
            Configuration =
            [
                .. Listed,
                new("PostHog:Endpoint:CorsPolicy", "spa"),
                new("PostHog:Identity:ReadTracingHeaders", "true"),
                new("PostHog:Identity:TrustedTracingOrigins:0", "https://spa.example"),
            ],
            Services = static services => services.AddCors(static options => options.AddPolicy("spa", static policy => policy
                .WithOrigins("https://spa.example")
                .WithHeaders("X-POSTHOG-DISTINCT-ID", "X-POSTHOG-SESSION-ID", "X-POSTHOG-WINDOW-ID"))),
            Pipeline = static app => app.UseCors(),
        }.StartAsync();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, Path);
        preflight.Headers.Add("Origin", "https://spa.example");
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        preflight.Headers.Add("Access-Control-Request-Headers", "x-posthog-distinct-id,x-posthog-session-id,x-posthog-window-id");
        using var get = new HttpRequestMessage(HttpMethod.Get, Path);
        get.Headers.Add("Origin", "https://spa.example");

        using HttpResponseMessage allowed = await host.Client.SendAsync(preflight, TestContext.Current.CancellationToken);
        using HttpResponseMessage answer = await host.Client.SendAsync(get, TestContext.Current.CancellationToken);

        Assert.Contains("window-id", string.Join(' ', allowed.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["https://spa.example"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> GetAsync(GateHost host, string user, string plan = "free", string? tag = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.Add("X-User", user);
        request.Headers.Add("X-Plan", plan);
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        return host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
