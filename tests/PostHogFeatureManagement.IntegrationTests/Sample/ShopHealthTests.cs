using System.Net;
using System.Text.Json;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

[Trait("Promise", "OP-02")]
public sealed class ShopHealthTests
{
    [Fact]
    public async Task Ready_Definitions_IsHealthyWithStateAndData()
    {
        await using var shop = new Shop();
        using HttpClient browser = await shop.VisitAsync(null);

        await Eventually.TrueAsync(async () => (await ReadyAsync(browser)).Health == "Healthy");
        (HttpStatusCode status, string? health, JsonElement data) = await ReadyAsync(browser);

        Assert.Equal((HttpStatusCode.OK, "Healthy", "READY"), (status, health, data.GetProperty("state").GetString()));
        Assert.Equal("server", data.GetProperty("definitions.source").GetString());
    }

    [Fact]
    public async Task Ready_PostHogRefusesTheKey_IsUnavailableAndTheProcessStaysAlive()
    {
        await using var shop = new Shop(settings: ("PostHog:Definitions:StartupTimeout", "00:00:00")) { FaultsAtStart = new PostHogEmulatorFaults { Status = 403 } };
        using HttpClient browser = await shop.VisitAsync(null);

        await Eventually.TrueAsync(async () => (await ReadyAsync(browser)).Data.GetProperty("state").GetString() == "FATAL");
        (HttpStatusCode ready, string? health, _) = await ReadyAsync(browser);
        HttpStatusCode live = (await browser.GetAsync("/health/live")).StatusCode;

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy", HttpStatusCode.OK), (ready, health, live));
    }

    private static async Task<(HttpStatusCode Status, string? Health, JsonElement Data)> ReadyAsync(HttpClient browser)
    {
        using HttpResponseMessage response = await browser.GetAsync("/health/ready");
        JsonElement report = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, report.GetProperty("status").GetString(), report.GetProperty("checks").GetProperty("posthog").GetProperty("data"));
    }
}
