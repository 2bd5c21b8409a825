using System.Text.Json;
using Microsoft.Playwright;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Emulator;

/// <summary>Changing flags on the emulator's page, in a real browser.</summary>
[Trait("Promise", "EM-03")]
public sealed class EditorPageTests
{
    [Fact]
    public async Task Editor_VariantsAndConditions_AreSaved()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""
            { "flags": [ { "id": 4, "key": "f", "active": true, "version": 1, "has_experiment": true, "filters": { "early_exit": true, "groups": [
                { "properties": [ { "key": "id", "type": "cohort", "operator": "in", "value": 1 } ] }, { "rollout_percentage": 10 } ] } } ], "cohorts": { "1": {} } }
            """);
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await OpenEditorAsync(browser, running, "f");

        await ButtonAsync(page, "Add a variant");
        await page.Locator("#editor fieldset").First.GetByLabel("Variant", new() { Exact = true }).FillAsync("bold");
        await page.Locator("#editor fieldset").First.GetByLabel("Payload", new() { Exact = true }).FillAsync("{\"size\":2}");
        await ButtonAsync(page, "Remove condition 2");
        await ButtonAsync(page, "Add a condition");
        ILocator second = page.Locator("#editor fieldset").Nth(2);
        await second.GetByText("Add a requirement").ClickAsync();
        await second.GetByLabel("Property", new() { Exact = true }).FillAsync("plan");
        await second.GetByLabel("Comparison", new() { Exact = true }).SelectOptionAsync("is_not");
        await second.GetByLabel("Value", new() { Exact = true }).FillAsync("free, team");
        await second.GetByLabel("Rollout in percent", new() { Exact = true }).FillAsync("40");
        await second.GetByLabel("Variant", new() { Exact = true }).SelectOptionAsync("bold");
        await ButtonAsync(page, "Save");
        await page.WaitForFunctionAsync("async () => (await (await fetch('_emulator/flags/f')).json()).version === 2");

        JsonElement definition = (await running.GetAsync("/_emulator/flags/f")).GetProperty("definition");
        Assert.Equal(
            """
            {"early_exit":true,"groups":[{"properties":[{"key":"id","type":"cohort","operator":"in","value":1}]},{"properties":[{"key":"plan","type":"person","operator":"is_not","value":["free","team"]}],"rollout_percentage":40,"variant":"bold"}],"multivariate":{"variants":[{"key":"bold","rollout_percentage":100}]},"payloads":{"bold":"{\u0022size\u0022:2}"}}
            """,
            definition.GetProperty("filters").GetRawText());
        Assert.Equal((4, true), (definition.GetProperty("id").GetInt32(), definition.GetProperty("has_experiment").GetBoolean()));
    }

    [Fact]
    public async Task Editor_WeightsThatDoNotAddUp_AreNotSaved()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""{ "headline": { "bold": 50, "plain": 50 } }""");
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await OpenEditorAsync(browser, running, "headline");

        await page.Locator("#editor").GetByLabel("Percent", new() { Exact = true }).First.FillAsync("20");
        await ButtonAsync(page, "Save");
        await page.Locator("#editor .problem", new() { HasText = "70%" }).WaitForAsync();
        await ButtonAsync(page, "Cancel");

        Assert.Equal(1, (await running.GetAsync("/_emulator/flags/headline")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Editor_Remove_RemovesTheFlag()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await OpenEditorAsync(browser, running, "beta");

        await ButtonAsync(page, "Remove the flag");
        await page.Locator("#flags li", new() { HasText = "beta" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });

        Assert.Equal("team-plan", Assert.Single((await running.GetAsync("/_emulator/flags")).GetProperty("flags").EnumerateArray()).GetProperty("key").GetString());
    }

    [Fact]
    public async Task File_Opened_ShowsTheShortFormAndFollowsChanges()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""{ "beta": true }""");
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);

        await page.Locator("#file summary").ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('#file-text').value.includes('\"beta\": true')");
        running.Emulator.SetActive("beta", false);

        await page.WaitForFunctionAsync("() => document.querySelector('#file-text').value.includes('\"beta\": false')");
    }

    [Fact]
    public async Task File_Copied_IsInTheClipboard()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""{ "beta": true }""");
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.Locator("#file summary").ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('#file-text').value.includes('\"beta\": true')");

        await page.Locator("#copy").ClickAsync();
        await page.Locator("#copied", new() { HasText = "Copied." }).WaitForAsync();

        Assert.Equal(await page.Locator("#file-text").InputValueAsync(), await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task People_EachFlag_SaysWhichConditionDecided()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(options =>
        {
            options.Definitions = """{ "sale": { "when": { "plan": "scale" } }, "off": false }""";
            options.Persons["ada"] = new Dictionary<string, object?> { ["plan"] = "scale" };
        });
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);

        await page.Locator("#people > details > summary").ClickAsync();
        string told = await page.Locator("#people .answers").InnerTextAsync();

        Assert.Contains("Matched condition set 1: plan is scale", told, StringComparison.Ordinal);
        Assert.Contains("Feature flag is disabled", told, StringComparison.Ordinal);
    }

    private static async Task<IPage> OpenEditorAsync(Chromium browser, RunningEmulator running, string key)
    {
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);
        await page.Locator($"[aria-label='Edit {key}']").ClickAsync();
        await page.Locator("#editor[open]").WaitForAsync();
        return page;
    }

    private static Task ButtonAsync(IPage page, string name) => page.Locator("#editor").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First.ClickAsync();
}
