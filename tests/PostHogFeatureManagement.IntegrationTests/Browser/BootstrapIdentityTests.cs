using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.AspNetCore.Bootstrap;
using PostHogFeatureManagement.IntegrationTests.Browser.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Browser;

/// <summary>What the bootstrap tag tells about the visitor (protocol §12.8): distinct id, whether it is a user's, device id, and who is signed in.</summary>
[Trait("Promise", "FE-01")]
public sealed class BootstrapIdentityTests
{
    private const string Anonymous = """{"distinct_id":"a1","$device_id":"d1","$user_state":"anonymous"}""";
    private const string OldAnonymous = """{"distinct_id":"a1","$device_id":"a1"}""";
    private const string Unknown = """{"distinct_id":"x1","$device_id":"d1"}""";

    private const string Path = "/page?flags=on&isKept=true";

    private static readonly string Definitions = FlagJson.Set(FlagJson.On("on"));

    [Theory]
    [InlineData("u1", null, "u1 true - u1", true)]
    [InlineData("u1", Anonymous, "u1 true - u1", true)]
    [InlineData("u1", OldAnonymous, "u1 true - u1", true)]
    [InlineData("u1", Unknown, "- - - u1", true)]
    [InlineData("u1", """{"distinct_id":"u1","$device_id":"d1","$user_state":"identified"}""", "- - - u1", true)]
    [InlineData("u1", """{"distinct_id":"u0","$device_id":"d1","$user_state":"identified"}""", "- - - u1", true)]
    [InlineData("u1", "[]", "u1 true - u1", true)]
    [InlineData(null, null, "- - - null", true)]
    [InlineData(null, Anonymous, "- - - null", true)]
    [InlineData(null, Unknown, "- - - null", true)]
    [InlineData(null, """{"distinct_id":"u0","$device_id":"d1","$user_state":"identified"}""", "- - - null", false)]
    public async Task Render_AnyVisitor_TellsWhatPostHogJsNeeds(string? user, string? cookie, string expected, bool hasFlags)
    {
        await using GateHost host = await new BrowserSite(Definitions).StartAsync();

        Island island = await Island.GetAsync(host, Path, user, cookie);

        Assert.Equal(expected, island.Identity);
        Assert.Equal(hasFlags, island.Flags.ValueKind != System.Text.Json.JsonValueKind.Undefined);
        Assert.Equal(user is null ? "public, max-age=60" : "no-store", island.CacheControl);
    }

    [Fact]
    public async Task Render_VisitorWithOurCookie_PassesItsIdOnOnce()
    {
        await using GateHost host = await new BrowserSite(Definitions) { HasConsent = true }.StartAsync();

        Island first = await Island.GetAsync(host, Path);
        string ours = first.Response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Island second = await Island.GetAsync(host, Path, cookies: ours);
        Island signedIn = await Island.GetAsync(host, Path, "u1", cookies: ours);
        Island known = await Island.GetAsync(host, Path, posthogCookie: Anonymous, cookies: ours);

        string id = first.Json.GetProperty("deviceId").GetString()!;
        Assert.True(Guid.TryParse(id, out _));
        Island[] pages = [first, second, signedIn, known];
        Assert.Equal([$"{id} false {id} null", $"{id} false {id} null", $"u1 true {id} u1", "- - - null"], pages.Select(static page => page.Identity));
        Assert.Equal(["no-store", "no-store", "no-store", "public, max-age=60"], pages.Select(static page => page.CacheControl));
    }

    /// <summary>The output cache does not look at <c>Cache-Control</c>.</summary>
    [Fact]
    public async Task Render_WithId_StaysOutOfTheOutputCache()
    {
        await using GateHost host = await new BrowserSite(Definitions)
        {
            HasConsent = true,
            Services = static services => services.AddOutputCache(static options => options.AddBasePolicy(static policy => policy.Cache())),
            Pipeline = static app => app.UseOutputCache(),
        }.StartAsync();
        Island first = await Island.GetAsync(host, Path);
        string ours = first.Response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        Island known = await Island.GetAsync(host, Path, cookies: ours);
        Island other = await Island.GetAsync(host, Path);

        Assert.Equal(first.Identity, known.Identity);
        Assert.NotEqual(known.Identity, other.Identity);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("u1")]
    public async Task Render_ConsentRefused_TellsNoId(string? user)
    {
        await using GateHost host = await new BrowserSite(Definitions) { HasConsent = false }.StartAsync();

        Island island = await Island.GetAsync(host, Path, user);

        Assert.Equal("- - - -", island.Identity);
        Assert.True(island.Json.GetProperty("isRefused").GetBoolean());
        Assert.True(island.Flags.GetProperty("on").GetBoolean());
    }

    [Theory]
    [InlineData("u1", null)]
    [InlineData(null, Anonymous)]
    public async Task Render_ApplicationIdentifiesItself_TellsNoUser(string? user, string? cookie)
    {
        await using GateHost host = await new BrowserSite(Definitions) { Configuration = [new("PostHog:Browser:Identify", "false")] }.StartAsync();

        Assert.Equal("- - - -", (await Island.GetAsync(host, Path, user, cookie)).Identity);
    }

    [Fact]
    public async Task Render_PushedCaller_PassesOnTheirFlagsAndNoId()
    {
        await using GateHost host = await new BrowserSite(FlagJson.Set(FlagJson.ForUser("vip", "u7")))
        {
            Pipeline = static app => app.Use(static async (context, next) =>
            {
                using (PostHogContext.BeginScope(new PostHogContext("u7")))
                {
                    await next(context);
                }
            }),
        }.StartAsync();

        Island island = await Island.GetAsync(host, "/page?flags=vip", "u1");

        Assert.Equal("- - - -", island.Identity);
        Assert.True(island.Flags.GetProperty("vip").GetBoolean());
    }

    [Fact]
    public async Task Render_CallerOfAnUnverifiedAccessor_NobodyIsForgotten()
    {
        await using GateHost host = await new BrowserSite(Definitions)
        {
            Services = static services => services.AddScoped<IPostHogContextAccessor>(static _ => new Accessor()),
        }.StartAsync();

        Island island = await Island.GetAsync(host, Path, posthogCookie: """{"distinct_id":"u0","$device_id":"d1","$user_state":"identified"}""");

        Assert.Equal("- - - -", island.Identity);
        Assert.True(island.Flags.GetProperty("on").GetBoolean());
    }

    [Fact]
    public async Task Render_ResponseHasStarted_TellsNoId()
    {
        await using GateHost host = await new BrowserSite(Definitions)
        {
            Pipeline = static app => app.MapGet("/started", static async (HttpContext context, BootstrapPage page) =>
            {
                await context.Response.StartAsync();
                await context.Response.WriteAsync(await page.RenderAsync(context, "on", nonce: null));
            }),
        }.StartAsync();

        Assert.Equal("- - - -", (await Island.GetAsync(host, "/started", "u1")).Identity);
    }

    private sealed class Accessor : IPostHogContextAccessor
    {
        public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken) => new(new PostHogContext("tenant-7"));
    }
}
