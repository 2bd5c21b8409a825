using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Testing.Tests;

/// <summary>What a test can set, and what it sees of the application.</summary>
[Trait("Promise", "EM-04")]
public sealed class PostHogTestTests(ShopFactory shop) : IClassFixture<ShopFactory>
{
    private static readonly PostHogContext Anna = new("anna");

    private IPostHogFlags Flags => shop.Services.GetRequiredService<IPostHogFlags>();

    private IVariantFeatureManager Features => shop.Services.GetRequiredService<IVariantFeatureManager>();

    [Fact]
    public async Task Flags_SetOne_AreAnsweredInEveryDoor()
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        posthog.Flags.On("plain").Off("free-shipping").Variant("headline", "bold", new { size = 2 });
        using IDisposable entered = posthog.Enter();

        FlagResult headline = await Flags.GetFlagAsync("HEADLINE", Anna);
        Variant variant = await Features.GetVariantAsync("headline", new PostHogTargetingContext(Anna));
        IReadOnlyDictionary<string, FlagResult> all = await Flags.GetAllFlagsAsync(Anna);

        Assert.Equal((true, "bold", FlagSource.Override, FlagReason.Override), (headline.IsEnabled, headline.Variant, headline.Source, headline.Reason));
        Assert.Equal(2, headline.Payload!.Value.GetProperty("size").GetInt32());
        Assert.Equal(("bold", "2"), (variant.Name, variant.Configuration["size"]));
        Assert.True(await Features.IsEnabledAsync("plain"));
        Assert.False(await Features.IsEnabledAsync("free-shipping"));
        Assert.Equal(["free-shipping False", "headline True", "plain True"], all.Select(static flag => $"{flag.Key} {flag.Value.IsEnabled}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Flags_UnsetOnes_AreAsIfPostHogHadThemNot()
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        using IDisposable entered = posthog.Enter();

        FlagResult headline = await Flags.GetFlagAsync("headline", Anna);

        Assert.Equal((false, FlagReason.FlagNotFound), (headline.HasValue, headline.Reason));
        Assert.True(await Features.IsEnabledAsync("free-shipping"));
        Assert.False(await Features.IsEnabledAsync("beta"));
        posthog.Exposures.Exactly();
    }

    [Fact]
    public async Task Flags_MissingAndFails_FallBackToTheConfiguration()
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        posthog.Flags.Missing("beta").Fails("free-shipping", FlagReason.Timeout).Fails("headline", FlagReason.CircuitOpen);
        using IDisposable entered = posthog.Enter();

        FlagResult beta = await Flags.GetFlagAsync("beta", Anna);
        FlagResult shipping = await Flags.GetFlagAsync("free-shipping", Anna);
        FlagResult headline = await Flags.GetFlagAsync("headline", Anna);

        Assert.Equal((false, FlagReason.FlagNotFound), (beta.HasValue, beta.Reason));
        Assert.Equal((true, FlagReason.Timeout, FlagSource.Configuration), (shipping.IsEnabled, shipping.Reason, shipping.Source));
        Assert.Equal((false, FlagReason.CircuitOpen), (headline.HasValue, headline.Reason));
        posthog.Exposures.None("beta");
        Assert.Null(posthog.Exposures.Single("free-shipping").Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => posthog.Flags.Fails("beta", FlagReason.ConditionMatch));
        Assert.Throws<ArgumentOutOfRangeException>(() => posthog.Flags.Fails("beta", FlagReason.Untrusted));
    }

    [Fact]
    public async Task Flags_ForOneCaller_ComeBeforeThoseOfAll()
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        posthog.Flags.Off("beta").For("anna").On("beta");
        using IDisposable entered = posthog.Enter();

        Assert.True((await Flags.GetFlagAsync("beta", Anna)).IsEnabled);
        Assert.False((await Flags.GetFlagAsync("beta", new PostHogContext("ben"))).IsEnabled);
        Assert.Equal("true", posthog.Exposures.Single("beta", distinctId: "anna").Value);
        Assert.Equal("false", posthog.Exposures.Single("beta", distinctId: "ben").Value);

        posthog.Flags.For("anna").Clear();
        Assert.False((await Flags.GetFlagAsync("beta", Anna)).IsEnabled);
        posthog.Flags.Clear();
        Assert.False((await Flags.GetFlagAsync("beta", Anna)).HasValue);
    }

    [Fact]
    public async Task Checks_All_AreListedInTheirOrder()
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        posthog.Flags.On("beta").Off("old");
        using IDisposable entered = posthog.Enter();

        await Flags.GetFlagAsync("beta", Anna);
        await Flags.GetFlagAsync("old", Anna, new FlagCallOptions { SuppressExposure = true });
        await Flags.GetFlagAsync("beta", Anna);

        Assert.Equal(["beta anna True", "old anna False", "beta anna True"], posthog.Checks.Select(static check => $"{check.Flag} {check.DistinctId} {check.Result.IsEnabled}"));
        posthog.Exposures.Exactly(("beta", "true"));
    }

    [Fact]
    public async Task Request_EndedOrUnknownTest_Is500AndSaysWhy()
    {
        PostHogTest posthog = shop.StartPostHogTest();
        using HttpClient client = posthog.CreateClient();
        await posthog.DisposeAsync();

        using HttpResponseMessage response = await client.GetAsync("/");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("has ended", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_OfAnyClient_MakesRequestsBelongToTheTest()
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        posthog.Flags.On("express-checkout");
        DelegatingHandler handler = posthog.CreateHandler();
        handler.InnerHandler = shop.Server.CreateHandler();
        using var client = new HttpClient(handler) { BaseAddress = shop.Server.BaseAddress };
        using HttpClient other = shop.CreateClient();

        using HttpResponseMessage mine = await client.GetAsync("/api/express-checkout");
        posthog.Flags.Off("express-checkout");
        using HttpResponseMessage later = await client.GetAsync("/api/express-checkout");
        using HttpResponseMessage theirs = await other.GetAsync("/");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK), (mine.StatusCode, later.StatusCode, theirs.StatusCode));
        Assert.Equal("X-PostHog-Test", posthog.Header.Key);
    }

    [Fact]
    public async Task Events_OfTests_ReachNoQueue()
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        posthog.Flags.On("beta");
        using (posthog.Enter())
        {
            await Flags.GetFlagAsync("beta", Anna);
        }

        await shop.Services.GetRequiredService<IPostHogEvents>().FlushAsync(TestContext.Current.CancellationToken);

        posthog.Exposures.Single("beta", "true", "anna");
        Assert.DoesNotContain(shop.Services.GetRequiredService<PostHogEmulator>().Events, static e => e.Name == "$feature_flag_called");
    }

    [Fact]
    public async Task Unset_Throw_NamesTheForgottenFlag()
    {
        await using WebApplicationFactory<Program> strict = new StrictShop(UnsetFlags.Throw);
        await using PostHogTest posthog = strict.StartPostHogTest();
        posthog.Flags.On("beta");
        using IDisposable entered = posthog.Enter();
        IVariantFeatureManager features = strict.Services.GetRequiredService<IVariantFeatureManager>();

        PostHogTestException failure = await Assert.ThrowsAsync<PostHogTestException>(async () => await features.IsEnabledAsync("headline"));

        Assert.Contains("Flags.Off(\"headline\")", failure.Message, StringComparison.Ordinal);
        Assert.True(await features.IsEnabledAsync("beta"));
        Assert.True(await features.IsEnabledAsync("free-shipping"));
    }

    [Fact]
    public async Task Unset_Emulator_AnswersAndItsExposuresAreListed()
    {
        await using WebApplicationFactory<Program> real = new StrictShop(UnsetFlags.Emulator);
        await using PostHogTest posthog = real.StartPostHogTest();
        posthog.Flags.Missing("beta");
        using IDisposable entered = posthog.Enter();
        IPostHogFlags flags = real.Services.GetRequiredService<IPostHogFlags>();

        FlagResult preview = await flags.GetFlagAsync("preview-page", Anna);
        FlagResult beta = await flags.GetFlagAsync("beta", Anna);

        Assert.True(preview.HasValue);
        Assert.NotEqual(FlagSource.Override, preview.Source);
        Assert.Equal(FlagReason.FlagNotFound, beta.Reason);
        posthog.Exposures.Single("preview-page");
    }

    [Fact]
    public void Use_InProduction_Throws()
    {
        using WebApplicationFactory<Program> production = new StrictShop(UnsetFlags.Off, "Production");

        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => production.Services);

        Assert.Contains("Production", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_HostIsNotPrepared_SaysWhatToCall()
    {
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();

        Assert.Contains("UsePostHogTesting()", Assert.Throws<InvalidOperationException>(() => services.StartPostHogTest()).Message, StringComparison.Ordinal);
    }

    private sealed class StrictShop(UnsetFlags unset, string environment = "Development") : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder.UseEnvironment(environment).UsePostHogTesting(options => options.UnsetFlags = unset);
    }
}
