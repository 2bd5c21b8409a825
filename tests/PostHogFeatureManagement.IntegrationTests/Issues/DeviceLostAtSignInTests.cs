using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// A visitor who signed in lost the device id of the posthog-js cookie, because the caller came from the claims or from the cookie. A flag that buckets by device
/// changed its answer at sign-in.
/// </summary>
[Trait("Promise", "ID-07")]
[Trait("Promise", "ID-08")]
public sealed class DeviceLostAtSignInTests
{
    private const string CookieName = "ph_phc_emulator_posthog";

    private static readonly string Definitions = FlagJson.Set(
        FlagJson.Flag("half", """ "groups":[{"properties":[],"rollout_percentage":50}] """)
            .Replace("\"active\"", "\"bucketing_identifier\":\"device_id\",\"active\"", StringComparison.Ordinal));

    [Theory]
    [CombinatorialBools]
    public async Task Check_VisitorSignsIn_AnswerOfDeviceStays(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Scoped = scoped,
            Remote = remote,
            Pipeline = app =>
            {
                app.UseTestUser();
                app.UsePostHog();
                app.MapGet("/ask", AskAsync);
            },
        });
        var answers = new HashSet<string>();
        for (int number = 0; number < 12; number++)
        {
            string cookie = $$"""{"distinct_id":"visitor-{{number}}","$device_id":"device-{{number}}","$user_state":"anonymous"}""";
            string before = await SendAsync(host, user: null, cookie);

            Assert.Equal(before, await SendAsync(host, user: "anna", cookie));
            answers.Add(before);
        }

        Assert.Equal(["False", "True"], answers.Order(StringComparer.Ordinal));
        if (!remote)
        {
            Assert.Equal(0, host.PostHog.RequestCount("/flags"));
        }
    }

    [Theory]
    [InlineData("device-1")]
    [InlineData("device-2")]
    [InlineData("device-3")]
    [InlineData("device-4")]
    public async Task Circuit_SignedInUser_AnswerOfDeviceStays(string device)
    {
        await using Chromium browser = await Chromium.StartAsync();
        await using GateHost host = await new BlazorSite { Listens = true, HalfByDevice = true }.StartAsync();
        var flags = host.Services.GetRequiredService<IPostHogFlags>();
        bool isOn = (await flags.GetFlagAsync("half", new PostHogContext("visitor") { DeviceId = device })).IsEnabled;
        string cookie = Uri.EscapeDataString($$"""{"distinct_id":"visitor","$device_id":"{{device}}","$user_state":"anonymous"}""");

        IPage page = await browser.OpenAsync(new Uri(host.Client.BaseAddress!, "/blazor"), ("user", "u1"), (CookieName, cookie));

        await Assertions.Expect(page.Locator("#mode")).ToHaveTextAsync("interactive");
        await Assertions.Expect(page.Locator("#half")).ToHaveTextAsync(isOn ? "shown" : "hidden");
        await page.ClickAsync("button");
        await Assertions.Expect(page.Locator("#click")).ToHaveTextAsync($"1: False {isOn}");
    }

    // Every way to name the request's caller must give the same answer.
    private static async Task<string> AskAsync(HttpContext http, IPostHogFlags flags)
    {
        var features = FeatureInterfaces.Of(http.RequestServices);
        string ambient = await features.AskAsync("half");
        Assert.Equal(ambient, await features.AskAsync("half", http));
        Assert.Equal(ambient, await features.AskAsync("half", http.User));
        bool isOn = (await flags.GetFlagAsync("half")).IsEnabled;
        Assert.Equal(ambient, isOn ? "on" : "off");
        return isOn.ToString();
    }

    private static async Task<string> SendAsync(GateHost host, string? user, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ask");
        request.Headers.Add("Cookie", $"{CookieName}={Uri.EscapeDataString(cookie)}");
        if (user is not null)
        {
            request.Headers.Add(TestUser.Header, user);
        }

        using HttpResponseMessage response = await host.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }
}
