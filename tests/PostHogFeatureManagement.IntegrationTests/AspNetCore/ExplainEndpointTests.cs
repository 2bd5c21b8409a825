using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

[Trait("Promise", "OP-03")]
[Trait("Promise", "SC-05")]
public sealed class ExplainEndpointTests
{
    private const string Policy = "support";

    /// <summary>A user and their plan.</summary>
    private const string Support = "sam:support";

    [Fact]
    public async Task Get_WithPolicy_ExplainsToThoseWhomItLetsIn()
    {
        await using GateHost host = await StartAsync();

        using HttpResponseMessage allowed = await SendAsync(host, "/posthog/explain/vip?id=anna&property.plan=free", Support);
        JsonElement explanation = JsonElement.Parse(await allowed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal("The flag is off, because condition 1, the only one, does not match.", explanation.GetProperty("summary").GetString());
        Assert.Equal("no-store", allowed.Headers.CacheControl?.ToString());
        Assert.Equal("no-referrer", allowed.Headers.GetValues("Referrer-Policy").Single());
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", allowed.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains(host.Logs.Entries, static entry => entry.EventId.Id == 720 && entry.Message.Contains("vip", StringComparison.Ordinal) && !entry.Message.Contains("anna", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Redirect)]
    [InlineData("sam", HttpStatusCode.Forbidden)]
    public async Task Get_NotLetIn_IsRefused(string? user, HttpStatusCode status)
    {
        await using GateHost host = await StartAsync();

        foreach (string path in (string[])["/posthog/explain", "/posthog/explain/on?id=anna"])
        {
            using HttpResponseMessage refused = await SendAsync(host, path, user);

            Assert.Equal(status, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Get_WithoutPolicyOutsideDevelopment_DoesNotExist()
    {
        await using GateHost host = await StartAsync(policy: " ");

        using HttpResponseMessage response = await SendAsync(host, "/posthog/explain/on", Support);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("Host", "shop.example", HttpStatusCode.NotFound)]
    [InlineData("X-Forwarded-For", "203.0.113.7", HttpStatusCode.NotFound)]
    [InlineData("Forwarded", "for=203.0.113.7", HttpStatusCode.NotFound)]
    public async Task Get_WithoutPolicyInDevelopment_ExistsForThisMachine(string? header, string? value, HttpStatusCode status)
    {
        await using GateHost host = await StartAsync(policy: null, Environments.Development, listens: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/posthog/explain/on?id=anna");
        _ = header is null || request.Headers.TryAddWithoutValidation(header, value);

        using HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Get_NoConnectionInDevelopment_DoesNotExist()
    {
        await using GateHost host = await StartAsync(policy: null, Environments.Development);

        using HttpResponseMessage response = await SendAsync(host, "/posthog/explain/on", null);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Get_TooOften_Is429()
    {
        await using GateHost host = await StartAsync();

        await Eventually.TrueAsync(async () =>
        {
            HttpStatusCode[] statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
            {
                using HttpResponseMessage response = await SendAsync(host, "/posthog/explain/on?id=anna", Support);
                return response.StatusCode;
            }));
            return statuses.Contains(HttpStatusCode.TooManyRequests) && statuses.Contains(HttpStatusCode.OK);
        });
    }

    [Fact]
    public async Task Get_AsBrowser_IsAPageWithEverythingEncoded()
    {
        await using GateHost host = await StartAsync();
        string hostile = Uri.EscapeDataString("\"><script>alert(1)</script>");

        string page = await PageAsync(host, $"/posthog/explain/{hostile}?id={hostile}&property.{hostile}={hostile}");
        string form = await PageAsync(host, "/posthog/explain");
        string vip = await PageAsync(host, "/posthog/explain?flag=vip&id=anna&property.plan=free");

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"headline\">", form, StringComparison.Ordinal);
        Assert.Contains("a text of 4 characters", vip, StringComparison.Ordinal);
        Assert.Contains("does not match", vip, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NoFlag_SaysHowToAsk()
    {
        await using GateHost host = await StartAsync();

        using HttpResponseMessage response = await SendAsync(host, "/posthog/explain", Support);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("same-origin", 1)]
    [InlineData("cross-site", 0)]
    [InlineData("same-site", 0)]
    public async Task Get_AskPostHog_OnlyFromOwnPages(string? site, int requests)
    {
        await using GateHost host = await StartAsync();

        using HttpResponseMessage response = await SendAsync(host, "/posthog/explain/on?id=anna&ask=true", Support, ("Sec-Fetch-Site", site));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(requests, host.PostHog.RequestCount("/flags"));
    }

    [Fact]
    public async Task Get_WithoutId_IsAboutTheCurrentCaller()
    {
        await using GateHost host = await StartAsync();

        using HttpResponseMessage response = await SendAsync(host, "/posthog/explain/vip", Support);
        JsonElement caller = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("caller");

        Assert.Equal(("authenticated", "ambient"), (caller.GetProperty("trust").GetString(), caller.GetProperty("idSource").GetString()));
    }

    private static Task<GateHost> StartAsync(string? policy = Policy, string? environment = null, bool listens = false) => GateHost.StartAsync(new(GateSite.Definitions)
    {
        Environment = environment ?? Environments.Staging,
        Listens = listens,
        Configuration = [new("PostHog:Explain:Policy", policy), new("PostHog:Definitions:PollInterval", "01:00:00")],
        Services = static services =>
        {
            services.AddAuthentication(HeaderUser.SchemeName).AddScheme<AuthenticationSchemeOptions, HeaderUser>(HeaderUser.SchemeName, null);
            services.AddAuthorizationBuilder().AddPolicy(Policy, static support => support.RequireClaim("plan", "support"));
        },
        Pipeline = static app =>
        {
            app.UseAuthentication();
            app.UsePostHog();
            app.UseAuthorization();
            app.MapPostHog();
        },
    });

    private static async Task<string> PageAsync(GateHost host, string path)
    {
        using HttpResponseMessage response = await SendAsync(host, path, Support, ("Accept", "text/html,*/*"));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpResponseMessage> SendAsync(GateHost host, string path, string? user, (string Name, string? Value)? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        string[] parts = user?.Split(':') ?? [];
        _ = parts is not [var name, ..] || request.Headers.TryAddWithoutValidation("X-User", name);
        _ = parts is not [_, var plan] || request.Headers.TryAddWithoutValidation("X-Plan", plan);
        _ = header is not { Value: { } value } || request.Headers.TryAddWithoutValidation(header.Value.Name, value);
        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
