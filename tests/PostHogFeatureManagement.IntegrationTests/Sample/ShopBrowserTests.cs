using Microsoft.Playwright;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

/// <summary>The shop in a real browser, with and without posthog-js.</summary>
[Trait("Promise", "FE-03")]
public sealed class ShopBrowserTests
{
    [Fact]
    public async Task BehindTheCounter_WithPostHogJs_ShowsTheSameInTheBrowser()
    {
        string scripts = await PostHogJs.FolderAsync();
        await using Chromium browser = await Chromium.StartAsync();
        await using var shop = new Shop(settings: ("Emulator:ScriptsFolder", scripts));
        shop.UseKestrel(0);
        shop.StartServer();

        IPage page = await (await browser.NewVisitorAsync()).NewPageAsync();
        foreach (string way in (string[])["/consent/yes", "/login/ada", "/logout", "/login/grace"])
        {
            await page.GotoAsync(new Uri(shop.ClientOptions.BaseAddress, way).AbsoluteUri);
            await Eventually.TrueAsync(async () => await AgreesAsync(page));
        }

        await Assertions.Expect(page.Locator("#browser-note")).ToBeHiddenAsync();
        shop.PostHog.SetActive("gift-wrap", false);
        await Eventually.TrueAsync(async () => await TextAsync(page, "gift-wrap", "value") == "off");
        await Eventually.TrueAsync(async () => await TextAsync(page, "gift-wrap", "browser") is "off" or "no answer");
    }

    [Fact]
    public async Task BehindTheCounter_WithoutPostHogJs_SaysHow()
    {
        await using Chromium browser = await Chromium.StartAsync();
        await using var shop = new Shop(settings: ("Emulator:ScriptsFolder", "nowhere"));
        shop.UseKestrel(0);
        shop.StartServer();
        var errors = new List<string>();

        IPage page = await browser.OpenAsync(shop.ClientOptions.BaseAddress);
        page.Console += (_, message) => errors.AddRange(message.Type == "error" ? [message.Text] : []);
        await page.ReloadAsync();

        await Assertions.Expect(page.Locator("#browser-note")).ToContainTextAsync("npm install");
        await Assertions.Expect(page.Locator("td.browser").First).ToHaveTextAsync("–");
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Consent_Answered_StripGoesAndTheVisitorIsKnown()
    {
        await using Chromium browser = await Chromium.StartAsync();
        await using var shop = new Shop(settings: [("environment", "Development"), ("Emulator:ScriptsFolder", "nowhere")]);
        shop.UseKestrel(0);
        shop.StartServer();

        IPage page = await browser.OpenAsync(shop.ClientOptions.BaseAddress);
        Assert.False(await page.EvaluateAsync<bool>("() => 'distinctID' in posthogBootstrap"));
        await page.Locator("#consent a", new() { HasText = "Yes" }).ClickAsync();

        await Assertions.Expect(page.Locator("#consent")).ToHaveCountAsync(0);
        Assert.True(Guid.TryParse(await page.EvaluateAsync<string>("() => posthogBootstrap.distinctID"), out _));
    }

    private static async Task<bool> AgreesAsync(IPage page)
    {
        string[] rows = await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll("#flags-panel tbody tr")]
              .filter(row => row.querySelector(".source").textContent !== "Configuration")
              .map(row => row.querySelector(".value").textContent + "|" + row.querySelector(".browser").textContent)
            """);
        return rows.Length > 5 && rows.All(static row => row.Split('|') is [string value, string browser] && value == browser);
    }

    private static Task<string> TextAsync(IPage page, string flag, string column) => page.EvaluateAsync<string>(
        """
        ([flag, column]) => [...document.querySelectorAll("#flags-panel tbody tr")]
          .find(row => row.querySelector(".key").textContent === flag)?.querySelector("." + column).textContent ?? ""
        """,
        new[] { flag, column });
}
