using Microsoft.Playwright;
using PostHogFeatureManagement.IntegrationTests.Sample;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Docs;

/// <summary>Draws the screenshots of the README. Runs only when asked for: <c>tests/run.sh -explicit only -class '*.Screenshots'</c>.</summary>
public sealed class Screenshots
{
    private const int MaxSize = 200 * 1024;

    [Fact(Explicit = true)]
    public async Task Shop_SignedInCustomer_IsDrawn()
    {
        await using var shop = new Shop();
        shop.UseKestrel(0);
        shop.StartServer();

        await DrawAsync("shop.png", new Uri(shop.ClientOptions.BaseAddress, "/login/ada"), "#behind-the-counter, main");
    }

    [Fact(Explicit = true)]
    public async Task EmulatorPage_FlagsOfTheShop_IsDrawn()
    {
        await using var shop = new Shop();
        shop.UseKestrel(0);
        shop.StartServer();

        await DrawAsync("emulator.png", shop.PostHog.BaseAddress, "#flags li");
    }

    private static async Task DrawAsync(string name, Uri address, string awaited)
    {
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(address);
        await page.SetViewportSizeAsync(1200, 760);
        await page.Locator(awaited).First.WaitForAsync();
        string file = Path.Combine(Repository.Source, "PostHogFeatureManagement", "docs", "images", name);
        byte[] image = await page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        Assert.InRange(image.Length, 1, MaxSize);
    }
}
