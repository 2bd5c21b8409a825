using Microsoft.Playwright;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>A real browser. Where there is none the test is skipped, but not in a build that is to prove everything.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<Chromium> StartAsync()
    {
        bool isThere = File.Exists(Executable);
        bool mustBe = Environment.GetEnvironmentVariable("CI") == "true";
        Assert.False(mustBe && !isThere, $"{Executable} is missing.");
        Assert.SkipUnless(isThere, $"There is no browser: {Executable} is missing.");
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        return new Chromium(playwright, browser);
    }

    /// <summary>A page of a visitor of their own, with these cookies.</summary>
    public Task<IPage> OpenAsync(Uri address, params (string Name, string Value)[] cookies) => OpenAsync(address, webSockets: true, cookies);

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
