using System.Net;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

public sealed class ShopOutageTests
{
    [Fact]
    [Trait("Promise", "DX-01")]
    public async Task Gate_FlagSwitchedOffInEmulator_Closes()
    {
        await using var shop = new Shop();
        using HttpClient browser = await shop.VisitAsync("grace");
        HttpStatusCode before = (await browser.GetAsync("/beta")).StatusCode;

        shop.PostHog.SetActive("beta", active: false);
        await shop.SettleAsync(definitions => definitions.FlagSet.TryGetFlag("beta", out var beta) && !beta.IsActive);
        HttpStatusCode after = (await browser.GetAsync("/beta")).StatusCode;

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (before, after));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Promise", "RS-08")]
    [Trait("Promise", "FM-15")]
    public async Task Gates_EmulatorStopped_KeepTheirLastAnswers(bool remote)
    {
        await using var shop = new Shop(remote);
        using HttpClient browser = await shop.VisitAsync("grace");
        string before = await AnswersAsync(browser);

        await shop.PostHog.StopAsync();
        string during = await AnswersAsync(browser);

        Assert.Equal("OK NotFound OK True", before);
        Assert.Equal(before, during);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(503)]
    [Trait("Promise", "FM-20")]
    public async Task Start_PostHogRefusesRequests_ConfiguredFlagsAnswer(int status)
    {
        await using var shop = new Shop(remote: true, ("FeatureManagement:preview-page", "true"))
        {
            FaultsAtStart = new PostHogEmulatorFaults { Status = status },
        };
        using HttpClient browser = await shop.VisitAsync("grace");

        Assert.Equal("NotFound OK NotFound True", await AnswersAsync(browser));
    }

    [Fact]
    [Trait("Promise", "DF-02")]
    public async Task Start_PostHogHangs_ShopStartsAndConfigurationAnswers()
    {
        await using var shop = new Shop(
            remote: false,
            ("PostHog:Definitions:StartupTimeout", "00:00:00.2"),
            ("PostHog:Client:AttemptTimeout", "00:00:00.2"),
            ("PostHog:Client:SlowCallThreshold", "00:00:00.3"),
            ("PostHog:Client:TotalTimeout", "00:00:00.4"),
            ("FeatureManagement:preview-page", "true"))
        {
            FaultsAtStart = new PostHogEmulatorFaults { Hang = true },
        };
        using HttpClient browser = await shop.VisitAsync("grace");

        Assert.Equal("NotFound OK NotFound True", await AnswersAsync(browser));
    }

    private static async Task<string> AnswersAsync(HttpClient browser)
    {
        HttpStatusCode beta = (await browser.GetAsync("/beta")).StatusCode;
        HttpStatusCode preview = (await browser.GetAsync("/Preview")).StatusCode;
        HttpStatusCode express = (await browser.GetAsync("/api/express-checkout")).StatusCode;
        bool freeShipping = (await Shop.PageAsync(browser)).QuerySelector("#free-shipping") is not null;
        return $"{beta} {preview} {express} {freeShipping}";
    }
}
