using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

/// <summary>An experiment read end to end: what the shop shows, what PostHog is told that it showed, and what the visitor did then.</summary>
public sealed class ShopExperimentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Promise", "EX-09")]
    public async Task Basket_ManyVisitors_CountsForTheVariantThatWasShown(bool remote)
    {
        await using var shop = new Shop(remote, ("PostHog:Events:FlushInterval", "00:00:00.05"));
        using var emulator = new HttpClient { BaseAddress = shop.PostHog.BaseAddress };
        var shown = new Dictionary<string, string?>();
        for (int number = 0; number < 12; number++)
        {
            string visitor = $"visitor-{number}";
            using HttpClient browser = await shop.VisitAsync($"-{visitor}");
            IHtmlDocument page = await Shop.PageAsync(browser);
            shown[visitor] = page.QuerySelector("#headline")?.GetAttribute("data-variant");

            await AddToBasketAsync(browser, page);
            await Shop.PageAsync(browser);
        }

        Dictionary<string, JsonElement> purchases = await EventsAsync(emulator, "purchase", shown.Count);
        Dictionary<string, JsonElement> exposures = await EventsAsync(emulator, "$feature_flag_called", shown.Count);

        Assert.Equal(["bold", "control"], shown.Values.Distinct().Order());
        Assert.Equal(shown, purchases.ToDictionary(sent => sent.Key, sent => sent.Value.GetProperty("$feature/headline").GetString()));
        Assert.Equal(shown, exposures.ToDictionary(sent => sent.Key, sent => sent.Value.GetProperty("$feature_flag_response").GetString()));
        Assert.All(purchases.Values, static sent => Assert.Equal(18m, sent.GetProperty("price").GetDecimal()));
    }

    private static async Task AddToBasketAsync(HttpClient browser, IHtmlDocument page)
    {
        var form = (IHtmlFormElement)page.QuerySelector("form[action*='handler=Basket']")!;
        IEnumerable<KeyValuePair<string, string>> fields = form.Elements.OfType<IHtmlInputElement>().Select(field => KeyValuePair.Create(field.Name!, field.Value));
        using HttpResponseMessage posted = await browser.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent(fields));

        Assert.Equal(HttpStatusCode.Redirect, posted.StatusCode);
        IHtmlDocument answer = await Shop.PageAsync(browser, posted.Headers.Location!.OriginalString);
        Assert.Contains("Field notebook", answer.QuerySelector("#basket")?.TextContent, StringComparison.Ordinal);
    }

    /// <summary>The properties of the visitors' events of the experiment. Each visitor has one.</summary>
    private static async Task<Dictionary<string, JsonElement>> EventsAsync(HttpClient emulator, string name, int count)
    {
        JsonElement listed = JsonElement.Parse(
            await emulator.GetStringAsync($"/_emulator/events?name={Uri.EscapeDataString(name)}&atLeast={count}&within=30s"));
        return listed.GetProperty("events").EnumerateArray()
            .Where(static sent => sent.GetProperty("event").GetString() == "purchase"
                || sent.GetProperty("properties").GetProperty("$feature_flag").GetString() == "headline")
            .ToDictionary(static sent => sent.GetProperty("distinct_id").GetString()!, static sent => sent.GetProperty("properties"));
    }
}
