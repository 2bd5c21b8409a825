using Microsoft.Playwright;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Overrides;

/// <summary>
/// A reviewer who opens a page with a token sees the same flags before and after the page becomes interactive, and only that reviewer, until the token ends.
/// </summary>
[Trait("Promise", "EM-05")]
[Trait("Promise", "FM-21")]
public sealed class OverrideCircuitTests
{
    private const string Cookie = "posthog-overrides";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Circuit_OfPageWithToken_KeepsTheOverride(bool webSockets)
    {
        await using Chromium browser = await Chromium.StartAsync();
        await using GateHost host = await Site().StartAsync();
        Uri address = new(host.Client.BaseAddress!, "/blazor");

        IPage reviewer = await browser.OpenAsync(address, webSockets, (Cookie, host.Token("vip=true")));
        IPage other = await browser.OpenAsync(address, webSockets);

        Assert.Equal("shown True", await ShownAsync(reviewer, 1));
        Assert.Equal("hidden False", await ShownAsync(other, 1));
        Assert.Equal("shown True", await ShownAsync(reviewer, 2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Circuit_TokenIsForAnotherUser_HasNoOverride(bool webSockets)
    {
        await using Chromium browser = await Chromium.StartAsync();
        await using GateHost host = await Site().StartAsync();
        string token = host.Token("vip=true", distinctId: "u1");

        IPage user = await browser.OpenAsync(new Uri(host.Client.BaseAddress!, "/blazor"), webSockets, (Cookie, token), ("user", "u2"), ("plan", "free"));

        Assert.Equal("hidden False", await ShownAsync(user, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Circuit_TokenEnds_LosesTheOverride(bool webSockets)
    {
        var clock = new ManualTimeProvider();
        await using Chromium browser = await Chromium.StartAsync();
        await using GateHost host = await (Site() with { Services = services => clock.AddTo(services) }).StartAsync();

        IPage reviewer = await browser.OpenAsync(new Uri(host.Client.BaseAddress!, "/blazor"), webSockets, (Cookie, host.Token("vip=true")));
        Assert.Equal("shown True", await ShownAsync(reviewer, 1));
        clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal("hidden False", await ShownAsync(reviewer, 2));
    }

    private static BlazorSite Site() => new()
    {
        Listens = true,
        Settings = [new("PostHog:Overrides:SigningKeys:k1", OverrideHost.Key), new("PostHog:Overrides:AllowedFlags:0", "*")],
    };

    /// <summary>What the page shows of the flag, and what the code of a click and the work that it starts see.</summary>
    private static async Task<string> ShownAsync(IPage page, int click)
    {
        await Assertions.Expect(page.Locator("#mode")).ToHaveTextAsync("interactive");
        await page.ClickAsync("button");
        await Assertions.Expect(page.Locator("#click")).ToContainTextAsync($"{click}: ");
        string answer = (await page.TextContentAsync("#click"))!;
        await Assertions.Expect(page.Locator("#work")).ToHaveTextAsync(answer);
        return $"{await page.TextContentAsync("#vip")} {answer.Split(' ')[1]}";
    }
}
