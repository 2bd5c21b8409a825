using Microsoft.Playwright;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Emulator;

/// <summary>Who gets what on the emulator's page, and why, in a real browser.</summary>
[Trait("Promise", "EM-03")]
public sealed class WhyPageTests
{
    [Fact]
    public async Task Why_Opened_ShowsConditionsFiltersAndTheRollout()
    {
        await using RunningEmulator running = await StartAsync();
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await OpenPersonAsync(browser, running);

        string told = await OpenAsync(page, "sale");

        Assert.Contains("Condition 1 does not match", told, StringComparison.Ordinal);
        Assert.Contains("plan is team", told, StringComparison.Ordinal);
        Assert.Contains("has \"scale\"", told, StringComparison.Ordinal);
        Assert.Contains("Condition 2 matches", told, StringComparison.Ordinal);
        Assert.Contains("Rollout: 100 % by person", told, StringComparison.Ordinal);
        Assert.Contains("Variant", await OpenAsync(page, "headline"), StringComparison.Ordinal);
        Assert.Contains("switched off", await OpenAsync(page, "off"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_OpenedByKeyboardWhileTheFlagChanges_FollowsAndKeepsTheFocus()
    {
        await using RunningEmulator running = await StartAsync();
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await OpenPersonAsync(browser, running);
        await Row(page, "beta").Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Row(page, "beta").Locator(".step", new() { HasText = "Condition 1 matches" }).WaitForAsync();

        running.Emulator.SetRollout("beta", 0);
        await Row(page, "beta").Locator(".step", new() { HasText = "not in the rollout" }).WaitForAsync();
        running.Emulator.SetActive("beta", active: false);
        await Row(page, "beta").Locator(".place", new() { HasText = "switched off" }).WaitForAsync();

        Assert.Contains("beta", await page.EvaluateAsync<string>("() => document.activeElement.textContent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_AnyDistinctId_OpensItsAnswers()
    {
        await using RunningEmulator running = await StartAsync();
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);

        foreach (string person in new[] { "someone", "ada", "someone" })
        {
            await page.Locator("#who").FillAsync(person);
            await page.Locator("#ask button").ClickAsync();
            await page.Locator($"#people > details[data-id='{person}'][open] .why").First.WaitForAsync();
        }
    }

    private static Task<RunningEmulator> StartAsync() => RunningEmulator.StartAsync(options =>
    {
        options.Definitions = """
            { "beta": true, "off": false, "headline": { "bold": 50, "plain": 50 }, "flags": [ { "key": "sale", "active": true, "filters": { "groups": [
                { "properties": [ { "key": "plan", "type": "person", "operator": "exact", "value": "team" } ] }, { "rollout_percentage": 100 } ] } } ] }
            """;
        options.Persons["ada"] = new Dictionary<string, object?> { ["plan"] = "scale" };
    });

    private static async Task<IPage> OpenPersonAsync(Chromium browser, RunningEmulator running)
    {
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);
        await page.Locator("#people > details > summary").ClickAsync();
        return page;
    }

    private static async Task<string> OpenAsync(IPage page, string key)
    {
        await Row(page, key).Locator("summary").ClickAsync();
        await Row(page, key).Locator(".place").First.WaitForAsync();
        return await Row(page, key).InnerTextAsync();
    }

    private static ILocator Row(IPage page, string key) => page.Locator(".why", new() { Has = page.Locator("summary .mono", new() { HasText = key }) });
}
