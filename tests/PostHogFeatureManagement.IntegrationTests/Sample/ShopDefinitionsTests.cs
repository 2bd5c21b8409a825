using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

public sealed class ShopDefinitionsTests
{
    private const string Secret = "a-secret-of-the-webhook";

    [Theory]
    [InlineData(false, "from PostHog, version 1,")]
    [InlineData(true, "No flag definitions.")]
    [Trait("Promise", "DF-11")]
    public async Task Home_BehindTheCounter_ShowsWhereDefinitionsCameFrom(bool remote, string expected)
    {
        await using var shop = new Shop(remote);
        using HttpClient browser = await shop.VisitAsync("ada");

        IHtmlDocument page = await Shop.PageAsync(browser);

        Assert.Contains(expected, page.QuerySelector("#definitions")?.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Secret, HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.NotFound)]
    [Trait("Promise", "DF-06")]
    public async Task Refresh_InTheShop_ExistsWithItsSecret(string secret, HttpStatusCode expected)
    {
        await using var shop = new Shop(settings: ("PostHog:Definitions:RefreshSecret", secret));
        using HttpClient webhook = await shop.VisitAsync(customer: null);
        webhook.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);

        using HttpResponseMessage response = await webhook.PostAsync("/posthog/refresh", content: null);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    [Trait("Promise", "DF-09")]
    public async Task Export_OfTheShop_StartsAnotherShopOffline()
    {
        using var folder = new TemporaryFolder();
        await using (var shop = new Shop())
        {
            await using FileStream file = File.Create(folder["definitions.json"]);
            await shop.Services.GetRequiredService<IPostHogDefinitions>().ExportAsync(file, TestContext.Current.CancellationToken);
        }

        await using var offline = new Shop(
            settings: [("PostHog:Definitions:Offline", "true"), ("PostHog:Definitions:BootstrapFile", folder["definitions.json"])]);
        using HttpClient browser = await offline.VisitAsync("ada");

        Assert.Contains("from a file (Bootstrap), version 0,", (await Shop.PageAsync(browser)).QuerySelector("#definitions")?.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/Preview", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(0, offline.PostHog.RequestCount("/flags/definitions") + offline.PostHog.RequestCount("/flags"));
    }
}
