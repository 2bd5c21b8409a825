using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.AspNetCore;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Events;

/// <summary>Exposures and events of a running application, as PostHog receives them.</summary>
public sealed class ExposureTests
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

    private static readonly string Flags = FlagJson.Set(FlagJson.On("beta"), FlagJson.Variant("headline", "bold"), FlagJson.Flag("old", """ "groups":[{"properties":[],"rollout_percentage":0}] """));

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "EX-01")]
    public async Task Request_ReadsFlagsThroughAllDoors_SendsOneExposureEach(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Flags) { Scoped = scoped, Remote = remote });

        await host.InRequestAsync(static async context =>
        {
            IServiceProvider services = context.RequestServices;
            for (int i = 0; i < 3; i++)
            {
                await services.GetRequiredService<IFeatureManagerSnapshot>().IsEnabledAsync("beta");
                await services.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("headline");
                await services.GetRequiredService<IFeatureManager>().IsEnabledAsync("old");
                await services.GetRequiredService<IPostHogFlags>().GetFlagAsync("beta");
                await services.GetRequiredService<IPostHogFlags>().GetAllFlagsAsync();
            }
        });

        Assert.Equal(
            ["anna beta true", "anna headline \"bold\"", "anna old false"],
            (await SentAsync(host)).Select(static sent => $"{sent.DistinctId} {Text(sent, "$feature_flag")} {sent.Properties.GetProperty("$feature_flag_response").GetRawText()}").Order());
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "EX-07")]
    public async Task Capture_InRequest_HasTheFlagsThatItRead(bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Flags) { Remote = remote });

        await host.InRequestAsync(static async context =>
        {
            IServiceProvider services = context.RequestServices;
            await services.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("headline");
            await services.GetRequiredService<IFeatureManager>().IsEnabledAsync("old");
            await services.GetRequiredService<IPostHogFlags>().GetFlagAsync("beta", new PostHogContext("someone-else"));
            services.GetRequiredService<IPostHogEvents>().Capture("purchase", new Dictionary<string, object?> { ["amount"] = 12 });
        });

        PostHogEmulatorEvent purchase = Assert.Single(await SentAsync(host), static sent => sent.Name == "purchase");
        Assert.Equal("anna", purchase.DistinctId);
        Assert.Equal(12, purchase.Properties.GetProperty("amount").GetInt32());
        Assert.Equal("bold", Text(purchase, "$feature/headline"));
        Assert.False(purchase.Properties.GetProperty("$feature/old").GetBoolean());
        Assert.False(purchase.Properties.TryGetProperty("$feature/beta", out _));
        Assert.Equal("""["headline"]""", purchase.Properties.GetProperty("$active_feature_flags").GetRawText());
    }

    [Fact]
    [Trait("Promise", "EX-07")]
    public async Task Capture_VisitorOfPostHogJs_HasIdAndSession()
    {
        await using GateHost host = await GateHost.StartAsync(Settings());
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        string cookie = $$"""{"distinct_id":"visitor","$device_id":"device","$user_state":"anonymous","$sesid":[{{now}},"session",{{now}}]}""";

        await GetAsync(host, "/capture", Browser, $"ph_phc_emulator_posthog={Uri.EscapeDataString(cookie)}");

        PostHogEmulatorEvent sent = Assert.Single(await SentAsync(host));
        Assert.Equal(("visitor", "session", "device"), (sent.DistinctId, Text(sent, "$session_id"), Text(sent, "$device_id")));
    }

    [Theory]
    [Trait("Promise", "EX-06")]
    [InlineData(Browser, "", true)]
    [InlineData("", "", true)]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "", false)]
    [InlineData(Browser, "__ph_opt_in_out_phc_emulator=0", false)]
    [InlineData(Browser, "__ph_opt_in_out_phc_emulator=1", true)]
    public async Task Request_OfBotOrOptedOut_SendsNothing(string userAgent, string cookie, bool isSent)
    {
        await using GateHost host = await GateHost.StartAsync(Settings());

        await GetAsync(host, "/beta", userAgent, cookie);
        await GetAsync(host, "/capture", userAgent, cookie);

        Assert.Equal(isSent ? 2 : 0, (await SentAsync(host)).Count);
    }

    [Theory]
    [Trait("Promise", "EX-06")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_WithoutConsent_SendsNothing(bool isOwn)
    {
        bool agrees = false;
        await using GateHost host = await GateHost.StartAsync(Settings(app => _ = isOwn ? app : app.UseCookiePolicy(new CookiePolicyOptions { CheckConsentNeeded = _ => !agrees })) with
        {
            Services = services => _ = isOwn ? services.AddSingleton<IPostHogConsent>(new Consent(() => agrees)) : services,
        });

        await GetAsync(host, "/beta", Browser, string.Empty);
        Assert.Empty(await SentAsync(host));

        agrees = true;
        await GetAsync(host, "/beta", Browser, string.Empty);
        Assert.Single(await SentAsync(host));
    }

    [Fact]
    [Trait("Promise", "EX-06")]
    public async Task Request_ConsentChecksFlagItself_SendsExposureOfVisitorWhoAgrees()
    {
        GateHost host = null!;
        bool Asks() => host.Services.GetRequiredService<IPostHogFlags>().GetFlagAsync("headline", new PostHogContext("someone")).AsTask().GetAwaiter().GetResult().IsEnabled;
        await using GateHost started = host = await GateHost.StartAsync(Settings() with
        {
            Configuration = [new("PostHog:Identity:AnonymousCookie", "true")],
            Services = services =>
            {
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.AddSingleton<IPostHogConsent>(new Consent(Asks));
            },
        });

        await GetAsync(host, "https://localhost/beta", Browser, "without-posthog=1");

        Assert.Equal("beta", Text(Assert.Single(await SentAsync(host)), "$feature_flag"));
    }

    private static GateHostSettings Settings(Action<WebApplication>? before = null) => new(Flags)
    {
        Pipeline = app =>
        {
            before?.Invoke(app);
            app.UseTestUser();
            app.UsePostHog();
            app.MapGet("/beta", static () => "open").WithFeatureGate("beta");
            app.MapGet("/capture", static (IPostHogEvents events) => events.Capture("captured"));
        },
    };

    private static async Task GetAsync(GateHost host, string path, string userAgent, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        if (!cookie.Contains("posthog", StringComparison.Ordinal))
        {
            request.Headers.Add(TestUser.Header, "anna");
        }

        using HttpResponseMessage response = await host.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<IReadOnlyList<PostHogEmulatorEvent>> SentAsync(GateHost host)
    {
        await host.Services.GetRequiredService<IPostHogEvents>().FlushAsync(TestContext.Current.CancellationToken);
        return host.PostHog.Events;
    }

    private static string? Text(PostHogEmulatorEvent sent, string property) => sent.Properties.GetProperty(property).GetString();

    private sealed class Consent(Func<bool> agrees) : IPostHogConsent
    {
        public bool HasConsent(HttpContext httpContext) => agrees();
    }
}
