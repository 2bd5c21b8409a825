using Microsoft.Playwright;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Emulator;

/// <summary>The list of events on the emulator's page, in a real browser.</summary>
[Trait("Promise", "EM-03")]
public sealed class EventsPageTests
{
    [Fact]
    public async Task Events_WhileThePageIsOpen_AppearWithTheirProperties()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) => errors.AddRange(message.Type == "error" ? [message.Text] : []);

        await SendAsync(running, """{ "event": "purchase", "distinct_id": "<b>ada</b>", "properties": { "$feature/headline": "bold", "price": 42 } }""");
        ILocator purchase = page.Locator("#events li", new() { HasText = "purchase" });
        await purchase.Locator("summary").ClickAsync();
        await SendAsync(running, """
            { "event": "$feature_flag_called", "distinct_id": "grace", "properties": { "$feature_flag": "beta", "$feature_flag_response": true } }
            """);
        await page.Locator("#events li", new() { HasText = "beta = true" }).WaitForAsync();

        string[] rows = [.. await page.Locator("#events summary").AllInnerTextsAsync()];
        Assert.Equal(2, rows.Length);
        Assert.Contains("grace", rows[0], StringComparison.Ordinal);
        Assert.Contains("headline = bold", rows[1], StringComparison.Ordinal);
        Assert.Contains("<b>ada</b>", rows[1], StringComparison.Ordinal);
        string properties = await purchase.Locator("dl").InnerTextAsync();
        Assert.Contains("price", properties, StringComparison.Ordinal);
        Assert.Contains("42", properties, StringComparison.Ordinal);
        Assert.Contains("/batch", properties, StringComparison.Ordinal);
        Assert.Equal("2", await page.Locator("#event-count").InnerTextAsync());
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Clear_Pressed_RemovesTheEvents()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        await SendAsync(running, """{ "event": "purchase", "distinct_id": "ada" }""");
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);
        await page.Locator("#events li", new() { HasText = "purchase" }).WaitForAsync();

        await page.Locator("[data-clear=events]").ClickAsync();
        await page.Locator("#events li.empty").WaitForAsync();

        Assert.Empty(running.Emulator.Events);
    }

    private static async Task SendAsync(RunningEmulator running, string json)
    {
        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Post, "/batch/", $$"""{ "api_key": "phc_emulator", "batch": [ {{json}} ] }""");
        response.EnsureSuccessStatusCode();
    }
}
