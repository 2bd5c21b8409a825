using System.Text.Json;
using AngleSharp.Html.Dom;
using Microsoft.Playwright;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

/// <summary>What the shop shows of flags and faults.</summary>
[Trait("Promise", "DX-01")]
public sealed class ShopPageTests
{
    [Fact]
    public async Task Flags_FirstVisitor_AreAllThereWithTheReasonWhyNot()
    {
        await using var shop = new Shop();
        using HttpClient browser = await shop.VisitAsync(null);

        JsonElement flags = await Shop.FlagsAsync(browser);

        Assert.Equal(
            ["beta", "express-checkout", "free-shipping", "gift-wrap", "headline", "loyalty-points", "preview-page", "price-color"],
            flags.EnumerateObject().Select(static flag => flag.Name));
        Assert.All(flags.EnumerateObject(), static flag => Assert.NotEqual("Unknown", flag.Value.GetProperty("reason").GetString()));
        Assert.Equal("visitors without an id are in no rollout", flags.GetProperty("price-color").GetProperty("why").GetString());
        Assert.Equal("PostHog does not have it, so appsettings.json decides", flags.GetProperty("free-shipping").GetProperty("why").GetString());
    }

    [Fact]
    public async Task WhoAmI_Visitor_IsOfferedTheCustomers()
    {
        await using var shop = new Shop();
        using HttpClient browser = await shop.VisitAsync(null);

        string text = (await Shop.PageAsync(browser)).QuerySelector("#whoami nav")!.TextContent;

        Assert.Equal("Sign in as Ada · Grace · Linus · Margaret", string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    public static TheoryData<PostHogEmulatorFaults, string> Faults => new()
    {
        { new() { Hang = true }, "PostHog hangs." },
        { new() { Status = 503, Endpoint = "/flags" }, "PostHog answers 503 on /flags." },
        { new() { QuotaExceeded = true }, "PostHog's quota is used up." },
        { new() { Latency = TimeSpan.FromSeconds(1.5) }, "PostHog takes 1.5 s longer." },
        { new() { RejectedEvent = "purchase" }, "PostHog has a fault." },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task Outage_SetOnTheEmulatorsPage_IsToldByTheShop(PostHogEmulatorFaults faults, string told)
    {
        await using var shop = new Shop();
        using HttpClient browser = await shop.VisitAsync("ada");
        shop.PostHog.SetFaults(faults);

        IHtmlDocument page = await Shop.PageAsync(browser);

        Assert.Equal(told, page.QuerySelector("#outage b")?.TextContent);
        Assert.Equal("End the outage", page.QuerySelector("#outage button")?.TextContent);
    }

    [Fact]
    public async Task Outage_WhileThePageIsOpen_IsShownAndEndedInPlace()
    {
        await using var shop = new Shop();
        shop.UseKestrel(0);
        shop.StartServer();
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(shop.ClientOptions.BaseAddress);
        await page.Locator("#flags-panel tbody tr").First.WaitForAsync();

        shop.PostHog.SetFaults(new PostHogEmulatorFaults { Status = 500, Endpoint = "/batch" });
        await page.Locator("#outage b", new() { HasText = "PostHog answers 500 on /batch." }).WaitForAsync();
        await page.Locator("#outage button").ScrollIntoViewIfNeededAsync();
        double before = await page.EvaluateAsync<double>("() => document.querySelector('#outage button').getBoundingClientRect().top");
        await page.Locator("#outage button").ClickAsync();
        await page.Locator("#outage button", new() { HasText = "Start an outage" }).WaitForAsync();

        Assert.Equal(before, await page.EvaluateAsync<double>("() => document.querySelector('#outage button').getBoundingClientRect().top"));
        Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement.matches('#outage button')"));
        Assert.Equal(PostHogEmulatorFaults.None, shop.PostHog.Faults);
    }

    [Theory]
    [InlineData("", 1280, 800)]
    [InlineData("", 390, 844)]
    [InlineData("login/ada", 1280, 800)]
    [InlineData("login/ada", 390, 844)]
    public async Task FrontPage_EachSize_IsAccessible(string path, int width, int height)
    {
        await using var shop = new Shop();
        shop.UseKestrel(0);
        shop.StartServer();
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(new Uri(shop.ClientOptions.BaseAddress, path));
        await page.SetViewportSizeAsync(width, height);
        await Axe.AddAsync(page);
        await page.Locator("#flags-panel tbody tr").First.WaitForAsync();

        await Axe.AssertNoneAsync(page, "the front page");
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the window.");
    }
}
