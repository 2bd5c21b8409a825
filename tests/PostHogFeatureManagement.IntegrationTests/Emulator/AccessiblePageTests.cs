using Microsoft.Playwright;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Emulator;

/// <summary>The emulator's page can be read and used by everyone, in each state and size.</summary>
[Trait("Promise", "EM-03")]
public sealed class AccessiblePageTests
{
    private const string Definitions = """
        { "beta": true, "off": false, "headline": { "bold": 50, "plain": 50 }, "sale": { "rollout": 20, "when": { "plan": "scale" } }, "doubtful": { "a": 5, "b": 6 } }
        """;

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 390, 844)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Page_EachState_HasNoFault(ColorScheme scheme, int width, int height)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(options =>
        {
            options.Definitions = Definitions;
            options.Persons["ada"] = new Dictionary<string, object?> { ["plan"] = "scale" };
        });
        using HttpResponseMessage sent = await running.SendAsync(
            HttpMethod.Post, "/batch/", """{ "api_key": "phc_emulator", "batch": [ { "event": "purchase", "distinct_id": "ada", "properties": { "price": 42 } } ] }""");
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);
        await page.SetViewportSizeAsync(width, height);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await Axe.AddAsync(page);
        await page.Locator("#flags li.off").WaitForAsync();
        await page.Locator("#events summary").WaitForAsync();

        await Axe.AssertNoneAsync(page, "at first");

        foreach (string summary in new[] { "#file summary", "#people > details > summary", "#events summary" })
        {
            await page.Locator(summary).ClickAsync();
        }

        foreach (string key in new[] { "headline", "sale", "off" })
        {
            await page.Locator(".why", new() { HasText = key }).Locator("summary").ClickAsync();
            await page.Locator(".why[open]", new() { HasText = key }).Locator(".step").First.WaitForAsync();
        }

        await page.Locator("#faults button", new() { HasText = "Hang" }).ClickAsync();
        await page.Locator("#health.bad").WaitForAsync();
        await Axe.AssertNoneAsync(page, "with everything open and a fault");

        await page.Locator("[aria-label='Edit sale']").ClickAsync();
        await page.Locator("#editor fieldset").First.WaitForAsync();
        await Axe.AssertNoneAsync(page, "with the editor");
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the window.");
    }

    [Fact]
    public async Task Editor_ByKeyboardAlone_ChangesAFlag()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Definitions);
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);
        await page.Locator("[aria-label='Edit beta']").FocusAsync();

        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#editor[open]").WaitForAsync();
        await PressUntilAsync(page, "Rollout in percent");
        await page.Keyboard.PressAsync("ControlOrMeta+A");
        await page.Keyboard.TypeAsync("35");
        await PressUntilAsync(page, "Save");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForFunctionAsync("async () => (await (await fetch('_emulator/flags/beta')).json()).rollout === 35");
        Assert.Equal(0, await page.Locator("#editor[open]").CountAsync());
    }

    private static async Task PressUntilAsync(IPage page, string name)
    {
        const string Name = "() => document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent";
        for (int press = 0; press < 30 && await page.EvaluateAsync<string>(Name) != name; press++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Equal(name, await page.EvaluateAsync<string>(Name));
    }
}
