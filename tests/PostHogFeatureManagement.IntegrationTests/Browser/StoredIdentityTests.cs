using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.IntegrationTests.Browser.Site;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Browser;

/// <summary>Every row of protocol §12.2: what the real posthog-js has stored, what the page tells, and who the visitor is then, on both sides.</summary>
[Trait("Promise", "FE-03")]
public sealed class StoredIdentityTests
{
    private const string Path = "/page?flags=half vip";

    private static readonly string Definitions = FlagJson.Set(
        FlagJson.Flag("half", """ "groups":[{"properties":[],"rollout_percentage":50}] """),
        FlagJson.ForUser("vip", "u1"));

    [Fact]
    public async Task Nothing_SignedIn_IsTheUserWithADeviceThatStays()
    {
        await using Scene scene = await Scene.StartAsync();
        await scene.Page.SignInAsync("u1");

        await scene.Page.GoAsync(Path);
        string[] first = (await scene.Page.IdentityAsync()).Split(' ');
        await scene.Page.GoAsync(Path);
        string[] second = (await scene.Page.IdentityAsync()).Split(' ');

        Assert.Equal(["u1", "identified"], [first[0], first[2]]);
        Assert.True(Guid.TryParse(first[1], out _));
        Assert.Equal(first, second);
        Assert.Equal($"u1 {first[1]} ", await scene.Page.WhoAmIAsync());
        Assert.DoesNotContain(scene.Events, static sent => sent.Name == "$identify");
    }

    [Fact]
    public async Task Nothing_VisitorWithOurCookie_IsThatVisitorOnBothSides()
    {
        await using Scene scene = await Scene.StartAsync(hasConsent: true);

        await scene.Page.GoAsync(Path);
        string[] visitor = (await scene.Page.IdentityAsync()).Split(' ');
        await scene.Page.GoAsync(Path);

        Assert.Equal("anonymous", visitor[2]);
        Assert.Equal(visitor[0], visitor[1]);
        Assert.Equal(string.Join(' ', visitor), await scene.Page.IdentityAsync());
        Assert.Equal($"{visitor[0]} {visitor[0]} ", await scene.Page.WhoAmIAsync());
    }

    [Fact]
    [Trait("Promise", "ID-07")]
    public async Task Anonymous_SignsIn_IsIdentifiedOnTheSameDevice()
    {
        await using Scene scene = await Scene.StartAsync();
        await scene.Page.GoAsync(Path);
        string[] visitor = (await scene.Page.IdentityAsync()).Split(' ');
        await scene.Page.SignInAsync("u1");

        await scene.Page.GoAsync(Path);

        Assert.Equal($"u1 {visitor[1]} identified", await scene.Page.IdentityAsync());
        Assert.Equal("true", (await scene.Page.AtFirstPaintAsync())["vip"]);
        Assert.Equal($"u1 {visitor[1]} ", await scene.Page.WhoAmIAsync());
        await Eventually.TrueAsync(() => scene.Events.Any(sent => sent.Name == "$identify"
            && sent.DistinctId == "u1" && sent.Properties.GetProperty("$anon_distinct_id").GetString() == visitor[0]));
    }

    [Fact]
    public async Task Anonymous_WithOurCookie_StaysWhoTheyAre()
    {
        await using Scene scene = await Scene.StartAsync(hasConsent: true);
        await scene.Page.GoAsync(Path);
        await scene.Page.Page.EvaluateAsync("() => posthog.reset(true)");
        string visitor = await scene.Page.IdentityAsync();

        await scene.Page.GoAsync(Path);

        Assert.Equal(visitor, await scene.Page.IdentityAsync());
        Assert.StartsWith(visitor.Split(' ')[0], await scene.Page.WhoAmIAsync(), StringComparison.Ordinal);
    }

    /// <summary>The whole way: each page knows who is signed in, and the answers of the last page's user are gone.</summary>
    [Fact]
    public async Task Visitor_SignsInAndOutAndInAsAnother_IsFollowed()
    {
        await using Scene scene = await Scene.StartAsync();
        await scene.Page.GoAsync(Path);
        string[] visitor = (await scene.Page.IdentityAsync()).Split(' ');

        await scene.Page.SignInAsync("u1");
        await scene.Page.GoAsync(Path);
        await scene.Page.AskPostHogAsync();
        Assert.Equal(await scene.Page.ShownAsync(), await scene.Page.NowAsync());

        await scene.Page.SignInAsync(null);
        await scene.Page.GoAsync(Path);
        string[] signedOut = (await scene.Page.IdentityAsync()).Split(' ');
        Assert.Equal("anonymous", signedOut[2]);
        Assert.DoesNotContain(signedOut[0], (string[])["u1", visitor[0]]);
        await scene.Page.AskPostHogAsync();
        Assert.Equal("false", (await scene.Page.NowAsync())["vip"]);
        await scene.Page.GoAsync(Path);
        Assert.Equal(signedOut[0], (await scene.Page.WhoAmIAsync()).Split(' ')[0]);
        await scene.Page.AskPostHogAsync();
        Assert.Equal(await scene.Page.ShownAsync(), await scene.Page.NowAsync());

        await scene.Page.SignInAsync("u2");
        await scene.Page.GoAsync(Path);
        await scene.Page.SignInAsync("u1");
        await scene.Page.GoAsync(Path);
        Assert.StartsWith("u1 ", await scene.Page.IdentityAsync(), StringComparison.Ordinal);
        Assert.Equal(await scene.Page.ShownAsync(), await scene.Page.AtFirstPaintAsync());
        Assert.Equal(await scene.Page.ShownAsync(), await scene.Page.NowAsync());
        await scene.Page.AskPostHogAsync();
        Assert.Equal(await scene.Page.ShownAsync(), await scene.Page.NowAsync());
        Assert.Empty(scene.Page.Errors);
    }

    [Fact]
    public async Task Identified_ApplicationIdentifiesItself_NothingChanges()
    {
        await using Scene scene = await Scene.StartAsync(settings: [new("PostHog:Browser:Identify", "false")]);
        await scene.Page.GoAsync(Path);
        await scene.Page.Page.EvaluateAsync("() => posthog.identify('own')");
        string before = await scene.Page.IdentityAsync();
        await scene.Page.SignInAsync("u1");

        await scene.Page.GoAsync(Path);

        Assert.Equal(before, await scene.Page.IdentityAsync());
        Assert.Equal("true", (await scene.Page.AtFirstPaintAsync())["vip"]);
    }

    [Theory]
    [InlineData("{ cookieless_mode: 'always' }", true, "$posthog_cookieless")]
    [InlineData("{}", false, "")]
    public async Task Visitor_DoesNotWantToBeRecognized_HasFlagsAndLeavesNothing(string options, bool hasConsent, string expected)
    {
        await using Scene scene = await Scene.StartAsync(hasConsent, options);
        await scene.Page.SignInAsync("u1");
        await scene.Page.GoAsync(Path);

        Assert.DoesNotContain("u1", await scene.Page.IdentityAsync(), StringComparison.Ordinal);
        Assert.StartsWith(expected, await scene.Page.IdentityAsync(), StringComparison.Ordinal);
        Assert.Equal("true", (await scene.Page.AtFirstPaintAsync())["vip"]);
        Assert.DoesNotContain(BrowserSite.CookieName, await scene.Page.Page.EvaluateAsync<string>("() => document.cookie"), StringComparison.Ordinal);
        if (!hasConsent)
        {
            Assert.Equal(0, scene.Host.PostHog.RequestCount("/flags"));
            Assert.Empty(scene.Events);
        }
    }

    /// <summary>A page that has posthog-js in its own bundle starts it with what the tag prepared.</summary>
    [Fact]
    public async Task Bundle_StartsPostHogJs_HasFlagsAndIdentity()
    {
        await using Scene scene = await Scene.StartAsync(settings: [new("PostHog:Browser:LoadScript", "false")]);
        await scene.Page.SignInAsync("u1");
        await scene.Page.GoAsync(Path);

        Assert.False(await scene.Page.Page.EvaluateAsync<bool>("() => 'posthog' in window"));
        Assert.True(await scene.Page.Page.EvaluateAsync<bool>("() => posthogBootstrap.featureFlags.vip"));
        await scene.Page.Page.AddScriptTagAsync(new() { Url = "/ingest/static/array.js" });
        await scene.Page.Page.EvaluateAsync($"() => posthogBootstrap.start(posthog, {PostHogJsPage.Options})");

        Assert.StartsWith("u1 ", await scene.Page.IdentityAsync(), StringComparison.Ordinal);
        Assert.Equal("true", (await scene.Page.NowAsync())["vip"]);
    }

    [Fact]
    [Trait("Promise", "EX-09")]
    public async Task Exposures_OfBothSides_TellTheSameVariant()
    {
        await using Scene scene = await Scene.StartAsync(hasConsent: true);
        await scene.Page.GoAsync(Path);

        await scene.Page.Page.EvaluateAsync("() => posthog.getFeatureFlag('half')");
        await Eventually.TrueAsync(() => Exposures(scene, "half").Length == 2);

        PostHogEmulatorEvent[] exposures = Exposures(scene, "half");
        Assert.Single(exposures, static sent => sent.Properties.GetProperty("$lib").GetString() == "web");
        Assert.Single(exposures.Select(static sent => (sent.DistinctId, sent.Properties.GetProperty("$feature_flag_response").GetRawText())).Distinct());
    }

    private static PostHogEmulatorEvent[] Exposures(Scene scene, string flag) =>
        [.. scene.Events.Where(sent => sent.Name == "$feature_flag_called" && sent.Properties.GetProperty("$feature_flag").GetString() == flag)];

    /// <summary>An application, a browser and a visitor.</summary>
    private sealed class Scene(GateHost host, Chromium browser, PostHogJsPage page) : IAsyncDisposable
    {
        public GateHost Host => host;

        public PostHogJsPage Page => page;

        public IReadOnlyList<PostHogEmulatorEvent> Events => host.PostHog.Events;

        public static async Task<Scene> StartAsync(bool? hasConsent = null, string options = "{}", params KeyValuePair<string, string?>[] settings)
        {
            string scripts = await PostHogJs.FolderAsync();
            Chromium browser = await Chromium.StartAsync();
            GateHost host = await new BrowserSite(Definitions)
            {
                Listens = true,
                HasConsent = hasConsent,
                Scripts = scripts,
                Options = $"{{ ...{PostHogJsPage.Options}, ...{options} }}",
                Configuration = [new("PostHog:Events:FlushInterval", "00:00:00.1"), .. settings],
            }.StartAsync();
            return new Scene(host, browser, await PostHogJsPage.OpenAsync(browser, host));
        }

        public async ValueTask DisposeAsync()
        {
            await browser.DisposeAsync();
            await host.DisposeAsync();
        }
    }
}
