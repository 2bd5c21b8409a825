using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

/// <summary>The sample shop, built by its own Program, with its emulator on a free port.</summary>
internal sealed class Shop : WebApplicationFactory<Program>
{
    private readonly (string Key, string Value)[] _settings;

    public Shop(bool remote = false, params (string Key, string Value)[] settings)
    {
        _settings =
        [
            ("Emulator:Port", "0"),
            ("Emulator:LocalEvaluation", remote ? "false" : "true"),
            ("PostHog:Definitions:PollInterval", "00:00:00.1"),
            ("PostHog:Cache:FreshFor", "00:00:00.05"),
            ("PostHog:Cache:StaleFor", "00:00:00"),
            .. settings,
        ];
    }

    /// <summary>The faults that PostHog has before the shop sends its first request.</summary>
    public PostHogEmulatorFaults FaultsAtStart { get; init; } = PostHogEmulatorFaults.None;

    public PostHogEmulator PostHog => Services.GetRequiredService<PostHogEmulator>();

    /// <summary>
    /// Opens a separate browser that keeps cookies and does not follow redirects. A name signs that customer in. A leading dash makes it the distinct id of an
    /// anonymous visitor in the posthog-js cookie, who has agreed to it.
    /// </summary>
    public async Task<HttpClient> VisitAsync(string? customer)
    {
        HttpClient browser = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        if (customer?.StartsWith('-') == true)
        {
            browser.DefaultRequestHeaders.Add("Cookie", $"ph_phc_emulator_posthog=%7B%22distinct_id%22%3A%22{customer[1..]}%22%7D; consent=yes");
        }
        else if (customer is not null)
        {
            using HttpResponseMessage login = await browser.GetAsync($"/login/{customer}");
            Assert.Equal("/", login.Headers.Location?.OriginalString);
        }

        return browser;
    }

    public static async Task<IHtmlDocument> PageAsync(HttpClient browser, string path = "/") =>
        await new HtmlParser().ParseDocumentAsync(await browser.GetStringAsync(path));

    public static async Task<JsonElement> FlagsAsync(HttpClient browser) => JsonElement.Parse(await browser.GetStringAsync("/api/flags"));

    /// <summary>Waits until the application has definitions that meet the condition.</summary>
    public Task SettleAsync(Func<DefinitionsSnapshot, bool> condition)
    {
        DefinitionsStore store = Services.GetRequiredService<DefinitionsStore>();
        return Eventually.TrueAsync(() => store.Current is { } current && condition(current));
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach ((string key, string value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services => services.Insert(
            0,
            ServiceDescriptor.Singleton<IHostedService>(provider => new FaultyStart(provider.GetRequiredService<PostHogEmulator>(), FaultsAtStart))));
    }
}
