using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using PostHogFeatureManagement.Testing;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

/// <summary>What the shop does with its flags. The tests set them with the test kit.</summary>
[Trait("Promise", "DX-01")]
public sealed class ShopDoorTests(KitShop shop) : IClassFixture<KitShop>
{
    [Theory]
    [InlineData("/beta", "beta")]
    [InlineData("/Preview", "preview-page")]
    [InlineData("/api/express-checkout", "express-checkout")]
    public async Task Gate_FlagOffAndThenOn_OpensAndCountsBoth(string path, string flag)
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        using HttpClient browser = await KitShop.VisitAsync(posthog, "linus");

        posthog.Flags.Off(flag);
        HttpStatusCode off = (await browser.GetAsync(path)).StatusCode;
        posthog.Flags.On(flag);
        HttpStatusCode on = (await browser.GetAsync(path)).StatusCode;

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (off, on));
        posthog.Exposures.Exactly((flag, "false"), (flag, "true"));
    }

    [Theory]
    [InlineData("/Preview", "text/html")]
    [InlineData("/no-such-page", "text/html")]
    [InlineData("/api/express-checkout", null)]
    public async Task ClosedDoor_PageOrEndpoint_IsAnsweredInItsOwnWay(string path, string? expected)
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        posthog.Flags.Off("preview-page").Off("express-checkout");
        using HttpClient browser = await KitShop.VisitAsync(posthog, "linus");

        using HttpResponseMessage response = await browser.GetAsync(path);
        using IHtmlDocument page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());

        Assert.Equal((HttpStatusCode.NotFound, expected), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(expected is not null, page.QuerySelector("#closed") is not null);
        Assert.Equal(expected is null ? null : "You are Linus", page.QuerySelector("#whoami span")?.TextContent[..13]);
    }

    [Theory]
    [InlineData(true, "#0a7f3f")]
    [InlineData(false, "#b3261e")]
    public async Task FrontPage_BannerAndPrice_FollowTheFlagAndThePayload(bool hasBanner, string color)
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        _ = hasBanner ? posthog.Flags.On("beta") : posthog.Flags.Off("beta");
        posthog.Flags.Variant("price-color", "any", new { color });
        using HttpClient browser = await KitShop.VisitAsync(posthog, "linus");

        IHtmlDocument page = await Shop.PageAsync(browser);

        Assert.Equal(hasBanner, page.QuerySelector("#beta-banner") is not null);
        Assert.Contains(color, page.QuerySelector("#price")!.GetAttribute("style")!, StringComparison.Ordinal);
    }
}
