using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

/// <summary>Every gate of the shop, open and closed, for several users, evaluated in the shop and by PostHog.</summary>
public sealed class ShopGateTests
{
    public static TheoryData<bool, string?, string, bool> Gates()
    {
        var cells = new TheoryData<bool, string?, string, bool>();
        foreach (bool remote in new[] { false, true })
        {
            (string? Customer, bool Preview, bool Express)[] customers =
                [("ada", true, true), ("grace", false, true), ("linus", false, false), ("-visitor", false, false)];
            foreach ((string? customer, bool preview, bool express) in customers)
            {
                cells.Add(remote, customer, "/beta", true);
                cells.Add(remote, customer, "/Preview", preview);
                cells.Add(remote, customer, "/api/express-checkout", express);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Gates))]
    [Trait("Promise", "FM-02")]
    [Trait("Promise", "FM-03")]
    [Trait("Promise", "FM-04")]
    [Trait("Promise", "DX-01")]
    public async Task Gate_EachCustomer_FollowsPostHog(bool remote, string? customer, string path, bool isOpen)
    {
        await using var shop = new Shop(remote);
        using HttpClient browser = await shop.VisitAsync(customer);

        using HttpResponseMessage response = await browser.GetAsync(path);

        Assert.Equal(isOpen ? HttpStatusCode.OK : HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Promise", "FM-05")]
    [Trait("Promise", "FM-10")]
    public async Task Home_ManyVisitors_ShowsEachTheirVariant(bool remote)
    {
        await using var shop = new Shop(remote);
        var headlines = new HashSet<string?>();
        for (int visitor = 0; visitor < 12; visitor++)
        {
            using HttpClient browser = await shop.VisitAsync($"-visitor-{visitor}");
            IHtmlDocument page = await Shop.PageAsync(browser);
            JsonElement flags = await Shop.FlagsAsync(browser);
            string? headline = page.QuerySelector("#headline")?.GetAttribute("data-variant");

            Assert.Equal(flags.GetProperty("headline").GetProperty("variant").GetString(), headline);
            string color = flags.GetProperty("price-color").GetProperty("payload").GetProperty("color").GetString()!;
            Assert.Contains(color, page.QuerySelector("#price")!.GetAttribute("style")!, StringComparison.Ordinal);
            headlines.Add(headline);
        }

        Assert.Equal(["bold", "control"], headlines.Order());
    }

    [Fact]
    [Trait("Promise", "FM-05")]
    public async Task Home_VisitorWithoutId_ShowsFlagsThatNeedNoId()
    {
        await using var shop = new Shop();
        using HttpClient browser = await shop.VisitAsync(null);

        IHtmlDocument page = await Shop.PageAsync(browser);

        Assert.NotNull(page.QuerySelector("#beta-banner"));
        Assert.Equal("control", page.QuerySelector("#headline")?.GetAttribute("data-variant"));
        Assert.NotNull(page.QuerySelector("#free-shipping"));
    }

    [Theory]
    [InlineData(false, "Local")]
    [InlineData(true, "Remote")]
    [Trait("Promise", "EV-10")]
    public async Task Flags_SignedInCustomer_HaveReasonAndSource(bool remote, string source)
    {
        await using var shop = new Shop(remote, ("PostHog:Cache:FreshFor", "00:00:00"));
        using HttpClient browser = await shop.VisitAsync("ada");

        JsonElement flags = await Shop.FlagsAsync(browser);

        Assert.Equal("ConditionMatch", flags.GetProperty("preview-page").GetProperty("reason").GetString());
        Assert.Equal(source, flags.GetProperty("preview-page").GetProperty("source").GetString());
        Assert.Equal("Configuration", flags.GetProperty("free-shipping").GetProperty("source").GetString());
        Assert.True(flags.GetProperty("gift-wrap").GetProperty("enabled").GetBoolean());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Promise", "FM-06")]
    public async Task Logout_AfterLogin_ClosesTheGate(bool remote)
    {
        await using var shop = new Shop(remote);
        using HttpClient browser = await shop.VisitAsync("ada");
        HttpStatusCode asAda = (await browser.GetAsync("/Preview")).StatusCode;
        await browser.GetAsync("/logout");

        HttpStatusCode signedOut = (await browser.GetAsync("/Preview")).StatusCode;

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (asAda, signedOut));
    }
}
