using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Overrides;

/// <summary>The page that shows what a token sets, keeps it in the browser, and in Development makes tokens.</summary>
[Trait("Promise", "SC-05")]
public sealed class OverrideEndpointTests
{
    private const string Path = "/posthog/overrides";

    [Fact]
    public async Task Get_Token_IsShownAndChangesNothing()
    {
        await using GateHost host = await StartAsync();

        using HttpResponseMessage response = await host.Client.GetAsync($"{Path}?token={host.Token("beta=true headline=<b>", "anna")}");
        string page = await response.Content.ReadAsStringAsync();
        using HttpResponseMessage mine = await host.Client.GetAsync($"{Path}?token={host.Token("beta=true headline=<b>")}");
        IHtmlDocument shown = await ParseAsync(mine);

        Assert.Contains("It does not count here: subject", page, StringComparison.Ordinal);
        Assert.Equal(["beta", "true", "headline", "<b>"], shown.QuerySelectorAll("td").Select(static cell => cell.TextContent));
        Assert.DoesNotContain(mine.Headers.GetValues("Set-Cookie"), static cookie => cookie.StartsWith("posthog-overrides", StringComparison.Ordinal));
        Assert.True(mine.Headers.CacheControl!.NoStore);
        Assert.Equal("False", await host.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Post_KeepAndEnd_ChangeThisBrowserOnly()
    {
        await using GateHost host = await StartAsync();
        Browser browser = new(host);

        HttpResponseMessage kept = await browser.SubmitAsync($"{Path}?token={host.Token("beta=true")}", "keep");
        Assert.Equal((HttpStatusCode.Redirect, "/"), (kept.StatusCode, kept.Headers.Location?.OriginalString));
        Assert.Contains("samesite=lax; httponly", kept.Headers.GetValues("Set-Cookie").Single(static cookie => cookie.StartsWith("posthog-overrides=", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("True", await browser.GetAsync("/"));
        Assert.Equal("False", await new Browser(host).GetAsync("/"));

        await browser.SubmitAsync(Path, "end", ("return", "//evil.example"));
        Assert.Equal("False", await browser.GetAsync("/"));
    }

    [Theory]
    [InlineData("keep")]
    [InlineData("end")]
    [InlineData("make")]
    public async Task Post_WithoutAntiforgery_IsRefused(string action)
    {
        await using GateHost host = await StartAsync("Development");
        using var form = new FormUrlEncodedContent([new("do", action), new("token", host.Token("beta=true")), new("flags", "beta")]);

        using HttpResponseMessage response = await host.Client.PostAsync(Path, form);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Post_MakeInDevelopment_ShowsATokenThatCounts()
    {
        await using GateHost host = await StartAsync("Development");
        Browser browser = new(host);

        HttpResponseMessage made = await browser.SubmitAsync(Path, "make", ("flags", "beta, headline=bold"));
        string location = made.Headers.Location!.OriginalString;
        await browser.SubmitAsync(location, "keep");

        Assert.StartsWith($"{Path}?token=", location, StringComparison.Ordinal);
        Assert.Equal("True", await browser.GetAsync("/"));
    }

    [Theory]
    [InlineData("Staging", "127.0.0.1")]
    [InlineData("Development", "192.0.2.1")]
    public async Task Get_ElsewhereThanOnADevelopersMachine_MakesNoTokens(string environment, string address)
    {
        await using GateHost host = await StartAsync(environment, address);

        IHtmlDocument page = await ParseAsync(await host.Client.GetAsync(Path));

        Assert.DoesNotContain("Make a token", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_TooOften_Is429()
    {
        await using GateHost host = await StartAsync();
        HttpStatusCode last = HttpStatusCode.OK;
        for (int i = 0; i < 10_000 && last == HttpStatusCode.OK; i++)
        {
            using HttpResponseMessage response = await host.Client.GetAsync(Path);
            last = response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task Get_UserMayNotUseTokens_Is403()
    {
        await using GateHost host = await StartAsync("Live");

        using HttpResponseMessage response = await host.Client.GetAsync(Path);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static Task<GateHost> StartAsync(string environment = "Staging", string address = "127.0.0.1") => OverrideHost.StartAsync(
        environment,
        app =>
        {
            app.Use((context, next) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                return next(context);
            });
            app.UsePostHog();
            app.MapPostHog();
            app.MapGet("/", static async (IFeatureManager features) => (await features.IsEnabledAsync("beta")).ToString());
        },
        static services => services.AddAntiforgery());

    private static async Task<IHtmlDocument> ParseAsync(HttpResponseMessage response) =>
        await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());

    /// <summary>A browser that keeps cookies.</summary>
    private sealed class Browser(GateHost host)
    {
        private readonly Dictionary<string, string> _cookies = [];

        public async Task<string> GetAsync(string path) =>
            await (await SendAsync(HttpMethod.Get, path, null)).Content.ReadAsStringAsync();

        /// <summary>Opens the page and submits its form for this action.</summary>
        public async Task<HttpResponseMessage> SubmitAsync(string path, string action, params (string Name, string Value)[] fields)
        {
            IHtmlDocument page = await ParseAsync(await SendAsync(HttpMethod.Get, path, null));
            AngleSharp.Dom.IElement form = page.QuerySelectorAll("form").Single(one => one.QuerySelector("[name=do]")!.GetAttribute("value") == action);
            Dictionary<string, string> values = form.QuerySelectorAll("input")
                .ToDictionary(static input => input.GetAttribute("name")!, static input => input.GetAttribute("value") ?? string.Empty);
            foreach ((string name, string value) in fields)
            {
                values[name] = value;
            }

            return await SendAsync(HttpMethod.Post, form.GetAttribute("action")!, new FormUrlEncodedContent(values));
        }

        private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(static cookie => $"{cookie.Key}={cookie.Value}")));
            HttpResponseMessage response = await host.Client.SendAsync(request);
            foreach (string cookie in response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? set) ? set : [])
            {
                string[] pair = cookie.Split(';')[0].Split('=', 2);
                _cookies[pair[0]] = pair[1];
            }

            return response;
        }
    }
}
