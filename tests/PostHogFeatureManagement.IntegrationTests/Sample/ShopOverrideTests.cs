using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

/// <summary>A visitor of the shop sees flags that are not on, and sees that it is so.</summary>
[Trait("Promise", "SC-05")]
public sealed class ShopOverrideTests
{
    [Fact]
    public async Task Home_WithToken_ShowsTheFlagsAndTheStrip()
    {
        await using var shop = new Shop();
        string token = shop.Services.GetRequiredService<IPostHogOverrideTokens>().Create([new("headline", "bold"), new("beta", "false")]);
        using HttpClient browser = await shop.VisitAsync(null);
        using HttpClient cookie = await shop.VisitAsync(null);
        using HttpClient other = await shop.VisitAsync(null);
        browser.DefaultRequestHeaders.Add("X-PostHog-Overrides", token);
        cookie.DefaultRequestHeaders.Add("Cookie", $"posthog-overrides={token}");

        IHtmlDocument page = await Shop.PageAsync(browser);
        IHtmlDocument kept = await Shop.PageAsync(cookie);
        IHtmlDocument usual = await Shop.PageAsync(other);

        Assert.Null(page.QuerySelector("#beta-banner"));
        Assert.Equal("bold", page.QuerySelector("#headline")?.GetAttribute("data-variant"));
        Assert.EndsWith("beta=false, headline=bold", page.QuerySelector("body > [role=status] span")?.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("body > [role=status] form"));
        Assert.Equal("/posthog/overrides", kept.QuerySelector("body > [role=status] form")?.GetAttribute("action"));
        Assert.NotNull(usual.QuerySelector("#beta-banner"));
        Assert.Null(usual.QuerySelector("body > [role=status]"));
    }

    [Theory]
    [InlineData(0, "override", "beta", "headline=bold", "--for", "anna")]
    [InlineData(1, "override")]
    [InlineData(1, "override", "beta=")]
    public async Task Command_Override_PrintsATokenOrSaysWhyNot(int exitCode, params string[] arguments) => Assert.Equal(
        exitCode, await Task.Run(() => (int)typeof(Program).Assembly.EntryPoint!.Invoke(null, [(string[])[.. arguments, "--Emulator:Port=0", "--environment=Development", "--PostHog:Overrides:SigningKeys:k1=0123456789abcdef0123456789abcdef"]])!));
}
