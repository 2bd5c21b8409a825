using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

/// <summary>Circuits in a real browser.</summary>
[Trait("Promise", "FM-21")]
[Trait("Promise", "FE-04")]
public sealed class BlazorCircuitTests
{
    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    public async Task Circuit_SignedInUser_DecidesForUser(bool scoped, bool remote, bool webSockets)
    {
        await using Chromium browser = await Chromium.StartAsync();
        await using GateHost host = await new BlazorSite { Listens = true, Scoped = scoped, Remote = remote }.StartAsync();
        Uri address = new(host.Client.BaseAddress!, "/blazor");

        IPage vip = await browser.OpenAsync(address, webSockets, ("user", "u1"), ("plan", "scale"));
        IPage free = await browser.OpenAsync(address, webSockets, ("user", "u2"), ("plan", "free"));

        await ExpectAsync(vip, "mode", "interactive");
        await ExpectAsync(free, "mode", "interactive");
        await ExpectAsync(vip, "vip", "shown");
        await ExpectAsync(free, "vip", "hidden");
        Assert.StartsWith("True", await CheckAsync(vip, 1), StringComparison.Ordinal);
        Assert.StartsWith("False", await CheckAsync(free, 1), StringComparison.Ordinal);
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Circuit_AnonymousVisitor_UsesCookieId(bool webSockets)
    {
        await using Chromium browser = await Chromium.StartAsync();
        await using GateHost host = await new BlazorSite { Listens = true }.StartAsync();
        Uri address = new(host.Client.BaseAddress!, "/blazor");

        foreach (string visitor in new[] { await FindVisitorAsync(host, isOn: true), await FindVisitorAsync(host, isOn: false) })
        {
            bool isOn = (await Flags(host).GetFlagAsync("half", new PostHogContext(visitor))).IsEnabled;
            IPage page = await browser.OpenAsync(address, webSockets, ("ph_phc_emulator_posthog", Uri.EscapeDataString($$"""{"distinct_id":"{{visitor}}"}""")));

            await ExpectAsync(page, "mode", "interactive");
            await ExpectAsync(page, "half", isOn ? "shown" : "hidden");
            Assert.Equal($"False {isOn}", await CheckAsync(page, 1));
        }
    }

    [Fact]
    public async Task Circuit_FlagChanges_UpdatesAtNextEvent()
    {
        await using Chromium browser = await Chromium.StartAsync();
        await using GateHost host = await new BlazorSite { Listens = true }.StartAsync();
        IPage page = await browser.OpenAsync(new Uri(host.Client.BaseAddress!, "/blazor"), ("user", "u1"), ("plan", "scale"));

        await ExpectAsync(page, "mode", "interactive");
        Assert.StartsWith("True", await CheckAsync(page, 1), StringComparison.Ordinal);
        host.PostHog.SetActive("vip", false);
        await host.Services.GetRequiredService<DefinitionsRefresher>().RefreshOnceAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("False", await CheckAsync(page, 2), StringComparison.Ordinal);
        await ExpectAsync(page, "vip", "hidden");
    }

    private static IPostHogFlags Flags(GateHost host) => host.Services.GetRequiredService<IPostHogFlags>();

    private static async Task<string> FindVisitorAsync(GateHost host, bool isOn)
    {
        for (int number = 0; ; number++)
        {
            if ((await Flags(host).GetFlagAsync("half", new PostHogContext($"visitor-{number}"))).IsEnabled == isOn)
            {
                return $"visitor-{number}";
            }
        }
    }

    private static Task ExpectAsync(IPage page, string id, string text) => Assertions.Expect(page.Locator($"#{id}")).ToHaveTextAsync(text);

    /// <summary>Returns the ambient caller's answers, which must be the same in the click and in the work that it started.</summary>
    private static async Task<string> CheckAsync(IPage page, int click)
    {
        await page.ClickAsync("button");
        await Assertions.Expect(page.Locator("#click")).ToContainTextAsync($"{click}: ");
        string answer = (await page.TextContentAsync("#click"))!;
        await ExpectAsync(page, "work", answer);
        return answer[(answer.IndexOf(' ', StringComparison.Ordinal) + 1)..];
    }
}
