using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

[Trait("Promise", "FM-21")]
[Trait("Promise", "FE-04")]
public sealed class BlazorPrerenderTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Prerender_AnyCaller_DecidesForRequestCaller(bool scoped, bool remote)
    {
        await using GateHost host = await new BlazorSite { Scoped = scoped, Remote = remote }.StartAsync();

        Assert.Equal("shown", await TextAsync(host, HeaderUser.Get("/blazor", "u1", "scale"), "vip"));
        Assert.Equal("hidden", await TextAsync(host, HeaderUser.Get("/blazor", "u2", "free"), "vip"));
        Assert.Equal("hidden", await TextAsync(host, HeaderUser.Get("/blazor"), "vip"));
        Assert.All(host.Logs.Troubles, static entry => Assert.Equal(LogEvents.CallerWithoutId, entry.EventId.Id));
    }

    [Fact]
    [Trait("Promise", "FM-22")]
    public async Task FeatureGate_RoutableComponent_ClosesEarly()
    {
        await using GateHost host = await new BlazorSite().StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/blazor/off")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/blazor")).StatusCode);
    }

    [Fact]
    [Trait("Promise", "FM-22")]
    public async Task RequireFeature_AllComponents_GatesThem()
    {
        await using GateHost host = await new BlazorSite { Pages = pages => pages.RequireFeature("vip") }.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/blazor")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync(HeaderUser.Get("/blazor", "u1", "scale"))).StatusCode);
    }

    private static async Task<string> TextAsync(GateHost host, HttpRequestMessage request, string id)
    {
        HttpResponseMessage response = await host.Client.SendAsync(request);
        IDocument document = await new HtmlParser().ParseDocumentAsync(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        Assert.Equal("static", document.GetElementById("mode")!.TextContent);
        return document.GetElementById(id)!.TextContent;
    }
}
