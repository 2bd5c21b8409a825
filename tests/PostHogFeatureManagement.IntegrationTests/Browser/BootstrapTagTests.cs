using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.IntegrationTests.Browser.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Browser;

/// <summary>What the bootstrap tag writes into a page: the flags.</summary>
[Trait("Promise", "FE-01")]
public sealed class BootstrapTagTests
{
    private const string Odd = "\"</script><b>&\u2028'é";

    private static readonly string Definitions = FlagJson.Set(
        FlagJson.On("on"),
        FlagJson.Flag("rolled-out-to-nobody", """ "groups":[{"properties":[],"rollout_percentage":0}] """),
        FlagJson.Variant("headline", "bold", """{"button": "Get yours"}"""),
        FlagJson.WithPayload("text", "no JSON"),
        FlagJson.WithPayload("odd", JsonSerializer.Serialize(Odd)),
        Runtime("for-servers", "server"),
        Runtime("for-browsers", "client"),
        Runtime("for-all", "all"),
        FlagJson.ServerOnly("sticky"),
        FlagJson.On("secret"));

    [Theory]
    [CombinatorialBools]
    public async Task Render_ListedFlags_AreThere(bool remote)
    {
        await using GateHost host = await new BrowserSite(Definitions) { Remote = remote }.StartAsync();

        Island island = await Island.GetAsync(host, "/page?flags=on rolled-out-to-nobody,headline%0A text", user: "anna");

        Assert.Equal("""{"headline":"bold","on":true,"rolled-out-to-nobody":false,"text":true}""", island.Flags.GetRawText());
        Assert.Equal(["headline", "text"], island.Payloads.EnumerateObject().Select(static payload => payload.Name));
        Assert.Equal("Get yours", JsonSerializer.Deserialize<JsonElement>(island.Payloads.GetProperty("headline").GetString()!).GetProperty("button").GetString());
        Assert.Equal("\"no JSON\"", island.Payloads.GetProperty("text").GetString());
        Assert.Equal("phc_emulator", island.Json.GetProperty("token").GetString());
        Assert.False(island.Json.TryGetProperty("reload", out _));
    }

    [Theory]
    [InlineData("", "{}")]
    [InlineData("headline", """{"headline":"bold"}""")]
    [InlineData("for-servers", "{}")]
    [InlineData("for-all", """{"for-all":true}""")]
    [InlineData("SECRET", """{"secret":true}""")]
    public async Task Render_AnyList_PassesOnNoOthers(string flags, string expected)
    {
        await using GateHost host = await new BrowserSite(Definitions).StartAsync();

        Island island = await Island.GetAsync(host, $"/page?flags={flags}&shown=secret", user: "anna");

        Assert.Equal(expected, island.Flags.ValueKind == JsonValueKind.Undefined ? "{}" : island.Flags.GetRawText());
    }

    [Fact]
    public async Task Render_WithoutAttribute_PassesOnThoseOfTheSettings()
    {
        await using GateHost host = await new BrowserSite(Definitions) { Configuration = [new("PostHog:Browser:Flags:0", "on")] }.StartAsync();

        Assert.Equal("""{"on":true}""", (await Island.GetAsync(host, "/page", user: "anna")).Flags.GetRawText());
    }

    [Fact]
    public async Task Render_OddText_StaysInTheIsland()
    {
        await using GateHost host = await new BrowserSite(Definitions).StartAsync();

        Island island = await Island.GetAsync(host, "/page?flags=odd", user: "<!--<script>");
        string html = await island.Response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Odd, JsonSerializer.Deserialize<string>(island.Payloads.GetProperty("odd").GetString()!));
        Assert.Equal("<!--<script>", island.Json.GetProperty("user").GetString());
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\u2028", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_EvaluationFails_HasNoFlags()
    {
        await using GateHost host = await new BrowserSite(FlagJson.Set(FlagJson.On("on"), FlagJson.ServerOnly("sticky"))).StartAsync();
        Assert.Equal("""{"on":true,"sticky":true}""", (await Island.GetAsync(host, "/page?flags=on sticky", user: "u1")).Flags.GetRawText());
        host.PostHog.SetFaults(new PostHogEmulatorFaults { Status = 503 });

        Island island = await Island.GetAsync(host, "/page?flags=on sticky", user: "u2");

        Assert.Equal(JsonValueKind.Undefined, island.Flags.ValueKind);
        Assert.Equal("u2", island.Json.GetProperty("user").GetString());
    }

    [Theory]
    [InlineData("on for-browsers", "")]
    [InlineData("on sticky", "")]
    [InlineData("on", "PostHog:Browser:ReloadFlags")]
    public async Task Render_WithoutAnAnswer_HasPostHogAsked(string flags, string setting)
    {
        await using GateHost host = await new BrowserSite(Definitions)
        {
            Configuration = [new("PostHog:Definitions:LocalOnly", "true"), .. setting.Length == 0 ? (KeyValuePair<string, string?>[])[] : [new(setting, "true")]],
        }.StartAsync();

        Island island = await Island.GetAsync(host, $"/page?flags={flags}", user: "anna");

        Assert.True(island.Json.GetProperty("reload").GetBoolean());
        Assert.Equal("""{"on":true}""", island.Flags.GetRawText());
    }

    [Fact]
    public async Task Render_ConfigurationComesFirst_PassesOnNothingAboutTheFlag()
    {
        await using GateHost host = await new BrowserSite(Definitions)
        {
            Configuration = [new("FeatureManagement:on", "false"), new("PostHog:FeatureManagement:Precedence", "ConfigurationFirst")],
        }.StartAsync();

        Assert.Equal("""{"headline":"bold"}""", (await Island.GetAsync(host, "/page?flags=on headline", user: "anna")).Flags.GetRawText());
    }

    [Fact]
    public async Task Render_Always_IsNoExposure()
    {
        await using GateHost host = await new BrowserSite(Definitions) { Configuration = [new("PostHog:Events:ShutdownTimeout", "00:00:05")] }.StartAsync();

        await Island.GetAsync(host, "/page?flags=on headline&shown=text", user: "anna");
        await host.Services.GetRequiredService<IPostHogEvents>().FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["text"], host.PostHog.Events.Select(static sent => sent.Properties.GetProperty("$feature_flag").GetString()));
    }

    [Fact]
    public async Task Render_Scripts_AreInTheOrderThatReadsFlagsBeforeTheFirstPaint()
    {
        await using GateHost host = await new BrowserSite(Definitions).StartAsync();

        Island island = await Island.GetAsync(host, "/page?flags=on&nonce=a%22b");

        Assert.Equal("/options.js", island.Scripts[0]);
        Assert.Equal($"{host.PostHog.BaseAddress.AbsoluteUri}static/array.js", island.Scripts[1]);
        Assert.StartsWith("/posthog/bootstrap.js?v=", island.Scripts[2], StringComparison.Ordinal);
        Assert.Equal("/read.js", island.Scripts[3]);
        Assert.Equal("posthog-bootstrap", island.Document.QuerySelector("script:not([src])")!.Id);
        Assert.All(island.Scripts[1..3], address => Assert.Equal("a\"b", island.Document.QuerySelector($"script[src='{address}']")!.GetAttribute("nonce")));
    }

    [Fact]
    public async Task Script_WithItsVersion_MayBeKeptForEver()
    {
        await using GateHost host = await new BrowserSite(Definitions).StartAsync();
        Island island = await Island.GetAsync(host, "/page?flags=on");

        using HttpResponseMessage versioned = await host.Client.GetAsync(island.Scripts[2], TestContext.Current.CancellationToken);
        using HttpResponseMessage plain = await host.Client.GetAsync("/posthog/bootstrap.js", TestContext.Current.CancellationToken);

        Assert.Contains("immutable", versioned.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("no-cache", plain.Headers.CacheControl!.ToString());
        Assert.Equal("text/javascript", plain.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("PostHog:Browser:ScriptUrl", "/lib/array.js", "/shop/lib/array.js")]
    [InlineData("PostHog:Browser:ScriptUrl", "https://cdn.example/array.js", "https://cdn.example/array.js")]
    [InlineData("PostHog:Browser:ApiHost", "/ingest/", "/shop/ingest/static/array.js")]
    [InlineData("PostHog:Browser:ApiHost", "https://eu.i.posthog.com", "https://eu-assets.i.posthog.com/static/array.js")]
    [InlineData("PostHog:Browser:LoadScript", "false", "/shop/posthog/bootstrap.js")]
    public async Task Render_OtherPlace_LoadsPostHogJsFromThere(string setting, string value, string expected)
    {
        await using GateHost host = await new BrowserSite(Definitions)
        {
            Configuration = [new(setting, value)],
            Services = static services => services.AddTransient<Microsoft.AspNetCore.Hosting.IStartupFilter, BelowShop>(),
        }.StartAsync();

        Island island = await Island.GetAsync(host, "/shop/page?flags=on");

        Assert.StartsWith(expected, island.Scripts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_WithoutMapPostHog_HasTheIslandAndWarnsOnce()
    {
        await using GateHost host = await new BrowserSite(Definitions) { IsMapped = false }.StartAsync();

        await Island.GetAsync(host, "/page?flags=on");
        Island island = await Island.GetAsync(host, "/page?flags=on");

        Assert.Equal(["/options.js", "/read.js"], island.Scripts);
        Assert.True(island.Flags.GetProperty("on").GetBoolean());
        Assert.Single(host.Logs.Troubles, static entry => entry.EventId.Id == LogEvents.BootstrapNotMapped);
    }

    [Fact]
    public async Task Render_SwitchedOff_IsEmpty()
    {
        await using GateHost host = await new BrowserSite(Definitions).StartAsync();
        host.Turn(on: false);

        Island island = await Island.GetAsync(host, "/page?flags=on", user: "anna");

        Assert.Equal((JsonValueKind.Undefined, 2), (island.Json.ValueKind, island.Scripts.Length));
    }

    private static string Runtime(string key, string runtime) =>
        FlagJson.On(key).Replace("\"active\"", $"\"evaluation_runtime\":\"{runtime}\",\"active\"", StringComparison.Ordinal);

    private sealed class BelowShop : Microsoft.AspNetCore.Hosting.IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UsePathBase("/shop");
            next(app);
        };
    }
}
