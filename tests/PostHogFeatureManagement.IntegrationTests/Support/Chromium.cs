using Microsoft.Playwright;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>A real browser.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>A browser beside other tests can be slow. The limit only ends a test that fails anyway.</summary>
    private const float ExpectMilliseconds = 30_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<Chromium> StartAsync()
    {
        string program = Installed.Require("chromium");
        IPlaywright playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(ExpectMilliseconds);
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        return new Chromium(playwright, browser);
    }

    /// <summary>Opens a page as a new visitor with these cookies.</summary>
    public Task<IPage> OpenAsync(Uri address, params (string Name, string Value)[] cookies) => OpenAsync(address, webSockets: true, cookies);

    /// <summary>A new visitor, whose browser does not introduce itself as automated: neither PostHog nor this library counts such visitors.</summary>
    public Task<IBrowserContext> NewVisitorAsync() => _browser.NewContextAsync(new BrowserNewContextOptions
    {
        UserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    });

    public async Task<IPage> OpenAsync(Uri address, bool webSockets, params (string Name, string Value)[] cookies)
    {
        IBrowserContext visitor = await _browser.NewContextAsync();
        if (!webSockets)
        {
            await visitor.AddInitScriptAsync("delete window.WebSocket");
        }

        await visitor.AddCookiesAsync(cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = address.GetLeftPart(UriPartial.Authority) }));
        IPage page = await visitor.NewPageAsync();
        await page.GotoAsync(address.AbsoluteUri);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
