using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Emulator;

/// <summary>The list of flags on the emulator's page, in a real browser.</summary>
[Trait("Promise", "EM-03")]
public sealed class FlagsPageTests
{
    [Fact]
    public async Task Slider_MovedByKeysWhileAnotherFlagChanges_EndsWhereItWasMoved()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);
        ILocator slider = page.Locator("#rollout-beta");
        await slider.FocusAsync();

        for (int press = 0; press < 40; press++)
        {
            running.Emulator.SetActive("team-plan", press % 2 == 0);
            await slider.PressAsync("ArrowLeft");
        }

        await page.WaitForFunctionAsync(
            "async () => (await (await fetch('_emulator/flags/beta')).json()).rollout === 60");
        Assert.Equal("60", await slider.InputValueAsync());
        Assert.Equal("60%", await page.Locator("#rollout-beta + output").InnerTextAsync());
    }

    [Fact]
    public async Task Slider_DraggedWhileAnotherFlagChanges_EndsWhereItIsDropped()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);
        ILocator slider = page.Locator("#rollout-beta");
        LocatorBoundingBoxResult box = (await slider.BoundingBoxAsync())!;

        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.DownAsync();
        running.Emulator.SetActive("team-plan", active: false);
        await page.Locator("#flags li.off", new() { HasText = "team-plan" }).WaitForAsync();
        await page.Mouse.MoveAsync(box.X, box.Y + (box.Height / 2));
        await page.Mouse.UpAsync();

        await page.WaitForFunctionAsync("async () => (await (await fetch('_emulator/flags/beta')).json()).rollout === 0");
        Assert.Equal("0", await slider.InputValueAsync());
    }

    [Fact]
    public async Task Fault_OfOneEndpointForTwoRequests_IsSetFromThePage()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);

        await page.Locator("#fault-endpoint").SelectOptionAsync("/batch");
        await page.Locator("#fault-times").FillAsync("2");
        await page.Locator("#fault-seconds").FillAsync("600");
        await page.Locator("#faults button", new() { HasText = "Error 500" }).ClickAsync();
        await page.Locator("#health.bad").WaitForAsync();
        string told = await page.Locator("#fault-text").InnerTextAsync();
        PostHogEmulatorFaults set = running.Emulator.Faults;
        await page.Locator("#faults button", new() { HasText = "None" }).ClickAsync();
        await page.Locator("#health.good").WaitForAsync();

        Assert.Equal(new PostHogEmulatorFaults { Status = 500, Endpoint = "/batch", Times = 2, Duration = TimeSpan.FromMinutes(10) }, set);
        Assert.Contains("only /batch", told, StringComparison.Ordinal);
        Assert.Equal(PostHogEmulatorFaults.None, running.Emulator.Faults);
    }

    [Fact]
    public async Task Form_NewFlag_IsMadeAndCanBeSwitchedOff()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(string.Empty);
        await using Chromium browser = await Chromium.StartAsync();
        IPage page = await browser.OpenAsync(running.Emulator.BaseAddress);

        await page.Locator("#new-flag").FillAsync("checkout");
        await page.Locator("#create button").ClickAsync();
        await page.Locator("#active-checkout").UncheckAsync();
        await page.Locator("#flags li.off").WaitForAsync();

        JsonElement flag = await running.GetAsync("/_emulator/flags/checkout");
        Assert.Equal((false, "2"), (flag.GetProperty("active").GetBoolean(), flag.GetProperty("version").GetInt32().ToString(CultureInfo.InvariantCulture)));
    }
}
