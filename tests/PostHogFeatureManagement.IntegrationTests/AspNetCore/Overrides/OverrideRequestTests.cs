using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Overrides;

/// <summary>What a token does to the request that carries it, and when it does nothing.</summary>
[Trait("Promise", "EM-05")]
[Trait("Promise", "SC-05")]
public sealed class OverrideRequestTests
{
    private const string Flags = "beta=true old=false headline=bold only-configured=true unknown=true";
    private const string Overridden = "beta on, old off, headline on bold, only-configured on, unknown on";
    private const string Usual = "beta off, old on, headline on plain, only-configured off, unknown off";

    [Theory]
    [CombinatorialBools]
    public async Task Request_WithToken_IsOverriddenInEveryDoorAndSaysSo(bool scoped)
    {
        await using GateHost host = await OverrideHost.StartAsync(pipeline: Map, scoped: scoped);

        using HttpResponseMessage with = await host.SendWithTokenAsync("/", host.Token(Flags), "anna");
        using HttpResponseMessage without = await host.SendWithTokenAsync("/", null, "anna");

        Assert.Equal(Overridden, await with.Content.ReadAsStringAsync());
        Assert.Equal(Usual, await without.Content.ReadAsStringAsync());
        Assert.Equal("beta=?1, headline=\"bold\", old=?0, only-configured=?1, unknown=?1", Sorted(with.Header(OverrideHost.Applied)));
        Assert.Equal("no-store, private", with.Headers.CacheControl?.ToString());
        Assert.Null(with.Header(OverrideHost.Rejected));
        Assert.Null(without.Header(OverrideHost.Applied));
        Assert.Equal(1, host.Count(LogEvents.OverridesApplied));
    }

    [Fact]
    public async Task Request_TokenInCookie_CountsButTheHeaderComesFirst()
    {
        await using GateHost host = await OverrideHost.StartAsync(pipeline: Map);
        host.Client.DefaultRequestHeaders.Add("Cookie", $"other=1; posthog-overrides={host.Token("beta=true")}");

        using HttpResponseMessage cookie = await host.SendWithTokenAsync("/", null);
        using HttpResponseMessage header = await host.SendWithTokenAsync("/", host.Token("old=false"));

        Assert.Equal("beta=?1", cookie.Header(OverrideHost.Applied));
        Assert.Equal("old=?0", header.Header(OverrideHost.Applied));
    }

    [Fact]
    public async Task Request_RepeatedToken_IsLoggedOnce()
    {
        await using GateHost host = await OverrideHost.StartAsync(pipeline: Map);
        string token = host.Token("beta=true");
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await host.SendWithTokenAsync("/", token);
        }

        using HttpResponseMessage other = await host.SendWithTokenAsync("/", host.Token("beta=true"));

        Assert.Equal(2, host.Count(LogEvents.OverridesApplied));
    }

    [Theory]
    [InlineData("nonsense", "malformed")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6InBoZmxhZ3Mrand0Iiwia2lkIjoiazEifQ.e30.AAAA", "signature")]
    public async Task Request_BadToken_IsIgnoredAndSaysWhy(string token, string reason)
    {
        await using GateHost host = await OverrideHost.StartAsync(pipeline: Map);

        using HttpResponseMessage response = await host.SendWithTokenAsync("/", token, "anna");

        Assert.Equal(Usual, await response.Content.ReadAsStringAsync());
        Assert.Equal(reason, response.Header(OverrideHost.Rejected));
        Assert.Null(response.Header(OverrideHost.Applied));
        Assert.Equal(1, host.Count(LogEvents.OverridesRejected));
    }

    [Fact]
    public async Task Request_TokenOfAnotherEnvironment_IsIgnored()
    {
        await using GateHost development = await OverrideHost.StartAsync("Development");
        await using GateHost host = await OverrideHost.StartAsync(pipeline: Map);

        using HttpResponseMessage response = await host.SendWithTokenAsync("/", development.Token("beta=true"));

        Assert.Equal("environment", response.Header(OverrideHost.Rejected));
    }

    [Fact]
    public async Task Request_TokenForAnotherCaller_IsIgnored()
    {
        await using GateHost host = await OverrideHost.StartAsync(pipeline: Map);

        using HttpResponseMessage ben = await host.SendWithTokenAsync("/", host.Token(Flags, "anna"), "ben");
        using HttpResponseMessage anna = await host.SendWithTokenAsync("/", host.Token(Flags, "anna"), "anna");

        Assert.Equal("subject", ben.Header(OverrideHost.Rejected));
        Assert.Equal(Usual, await ben.Content.ReadAsStringAsync());
        Assert.Equal(Overridden, await anna.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Request_OutsideTheEnvironments_NeedsPolicyAndSubject()
    {
        await using GateHost host = await OverrideHost.StartAsync("Live", Map, AddPolicy, settings: ("Overrides:AuthorizationPolicy", "qa"));

        Assert.Equal("policy", await RejectionAsync(host, host.Token("beta=true", "anna"), null));
        Assert.Equal("policy", await RejectionAsync(host, host.Token("beta=true", "ben"), "ben"));
        Assert.Equal("subject", await RejectionAsync(host, host.Token("beta=true"), "anna;role=qa"));
        Assert.Equal("subject", await RejectionAsync(host, host.Token("beta=true", "ben"), "anna;role=qa"));
        Assert.Null(await RejectionAsync(host, host.Token("beta=true", "anna"), "anna;role=qa"));
    }

    [Fact]
    public async Task Request_OutsideTheEnvironmentsWithoutPolicy_IsIgnored()
    {
        await using GateHost none = await OverrideHost.StartAsync("Live", Map);
        await using GateHost missing = await OverrideHost.StartAsync("Live", Map, AddPolicy, settings: ("Overrides:AuthorizationPolicy", "no-such-policy"));

        Assert.Equal("environment", await RejectionAsync(none, none.Token("beta=true", "anna"), "anna;role=qa"));
        Assert.Equal("policy", await RejectionAsync(missing, missing.Token("beta=true", "anna"), "anna;role=qa"));
        Assert.Equal(1, missing.Count(LogEvents.OverridesPolicyBroke));
    }

    [Fact]
    public async Task Request_PolicyChecksTheFlag_SeesNoOverrideAndHidesNone()
    {
        await using GateHost host = await OverrideHost.StartAsync("Live", Map, AddPolicy, settings: ("Overrides:AuthorizationPolicy", "curious"));

        using HttpResponseMessage response = await host.SendWithTokenAsync("/", host.Token(Flags, "anna"), "anna");

        Assert.Equal(Overridden, await response.Content.ReadAsStringAsync());
        Assert.Equal("False", response.Header("X-Seen-By-Policy"));
    }

    [Fact]
    public async Task Request_FlagsThatMayNotBeSet_AreLeftOutAndSaidSo()
    {
        await using GateHost host = await OverrideHost.StartAsync(
            pipeline: Map, allowed: "be*", settings: [("Overrides:AllowedFlags:1", "old"), ("Overrides:DeniedFlags:0", "OLD")]);

        using HttpResponseMessage partly = await host.SendWithTokenAsync("/", host.Token("beta=true old=false headline=bold"));
        using HttpResponseMessage none = await host.SendWithTokenAsync("/", host.Token("old=false"));

        Assert.Equal(("beta=?1", "partly_applied"), (partly.Header(OverrideHost.Applied), partly.Header(OverrideHost.Rejected)));
        Assert.Equal((null, "policy"), (none.Header(OverrideHost.Applied), none.Header(OverrideHost.Rejected)));
    }

    [Fact]
    [Trait("Promise", "ID-02")]
    public async Task Request_FlagNeedsAnAuthenticatedCaller_StaysOffForOthers()
    {
        await using GateHost host = await OverrideHost.StartAsync(pipeline: Map, settings: ("Identity:RequireAuthenticated:0", "beta"));

        using HttpResponseMessage visitor = await host.SendWithTokenAsync("/", host.Token("beta=true old=false"));
        using HttpResponseMessage user = await host.SendWithTokenAsync("/", host.Token("beta=true old=false"), "anna");

        Assert.StartsWith("beta off, old off", await visitor.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(("old=?0", "partly_applied"), (visitor.Header(OverrideHost.Applied), visitor.Header(OverrideHost.Rejected)));
        Assert.StartsWith("beta on, old off", await user.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_SwitchedOff_IgnoresTokensSilently()
    {
        await using GateHost host = await OverrideHost.StartAsync(pipeline: Map);
        string token = host.Token("only-configured=true");
        host.Turn(false);

        using HttpResponseMessage response = await host.SendWithTokenAsync("/", token);

        Assert.EndsWith("only-configured off, unknown off", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(response.Header(OverrideHost.Applied));
    }

    private static string Sorted(string? header) => string.Join(", ", header!.Split(", ").Order(StringComparer.Ordinal));

    private static async Task<string?> RejectionAsync(GateHost host, string token, string? user)
    {
        using HttpResponseMessage response = await host.SendWithTokenAsync("/", token, user);
        response.EnsureSuccessStatusCode();
        return response.Header(OverrideHost.Rejected);
    }

    private static void AddPolicy(IServiceCollection services) => services.AddAuthorizationBuilder()
        .AddPolicy("qa", static policy => policy.RequireClaim("role", "qa"))
        .AddPolicy("curious", static policy => policy.RequireAssertion(static async context =>
        {
            var http = (HttpContext)context.Resource!;
            bool seen = await http.RequestServices.GetRequiredService<IVariantFeatureManager>().IsEnabledAsync("beta");
            http.Response.Headers["X-Seen-By-Policy"] = seen.ToString();
            return true;
        }));

    private static void Map(WebApplication app)
    {
        app.UseTestUser();
        app.UsePostHog();
        app.MapGet("/", static async (HttpContext context) =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            IPostHogFlags flags = context.RequestServices.GetRequiredService<IPostHogFlags>();
            IReadOnlyDictionary<string, FlagResult> all = await flags.GetAllFlagsAsync(PostHogContext.Ambient);
            string[] said = await Task.WhenAll(((string[])["beta", "old", "headline", "only-configured", "unknown"]).Select(async name =>
            {
                string state = await features.AskAsync(name);
                FlagResult result = await flags.GetFlagAsync(name, PostHogContext.Ambient);
                bool isOfAll = all.TryGetValue(name, out FlagResult ofAll) ? ofAll.IsEnabled == result.IsEnabled && ofAll.Source == result.Source : !result.IsEnabled;
                string variant = (await features.Variants.GetVariantAsync(name))?.Name is { } one ? $" {one}" : string.Empty;
                return $"{name} {state}{variant}{(isOfAll && result.IsEnabled == (state == "on") ? string.Empty : " or not")}";
            }));
            return string.Join(", ", said);
        });
    }
}
