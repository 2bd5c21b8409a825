using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.Net.Http.Headers;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Identity.Steps;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Visitors about whom nothing is known, with this library's own cookie.</summary>
[Trait("Promise", "ID-01")]
[Trait("Promise", "SC-03")]
public sealed class AnonymousCookieTests
{
    private static readonly string Definitions = FlagJson.Set(
        FlagJson.Flag("half", """ "groups":[{"properties":[],"rollout_percentage":50}] """),
        FlagJson.Flag("half-of-devices", """ "groups":[{"properties":[],"rollout_percentage":50}] """)
            .Replace("\"active\"", "\"bucketing_identifier\":\"device_id\",\"active\"", StringComparison.Ordinal));

    private Func<HttpContext, bool> _consent = static _ => true;
    private int _unprotected;

    [Theory]
    [CombinatorialBools]
    public async Task Check_Visitors_EachKeepsAnIdOfTheirOwn(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);
        var answers = new HashSet<string>();
        for (int visitor = 0; visitor < 16; visitor++)
        {
            (string first, SetCookieHeaderValue? cookie) = await AskAsync(host);
            Assert.NotNull(cookie);
            answers.Add(first);

            Assert.Equal((first, null), await AskAsync(host, cookie.Value.Value));
            Assert.Equal(first.Split(' ')[1], (await AskAsync(host, cookie.Value.Value, user: $"user-{visitor}")).Answer.Split(' ')[1]);
        }

        Assert.True(answers.Count > 1);
        Assert.All(host.Logs.Troubles, static entry => Assert.Equal(LogEvents.KeysMayBeLost, entry.EventId.Id));
    }

    [Fact]
    public async Task Cookie_FirstVisit_IsSecureAndTheResponseNotStored()
    {
        await using GateHost host = await StartAsync();
        using HttpResponseMessage response = await SendAsync(host, null, null);

        SetCookieHeaderValue cookie = Cookie(response)!;
        Assert.Equal("__Host-posthog-visitor", cookie.Name.Value);
        Assert.Equal((true, true, "/", null), (cookie.HttpOnly, cookie.Secure, cookie.Path.Value, cookie.Domain.Value));
        Assert.Equal((Microsoft.Net.Http.Headers.SameSiteMode.Lax, TimeSpan.FromDays(400)), (cookie.SameSite, cookie.MaxAge));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.True(Guid.TryParse(Protector(host).Unprotect(cookie.Value.Value!), out _));
    }

    [Fact]
    public async Task Cookie_ForgedOrOfOtherKeys_IsReplaced()
    {
        await using GateHost host = await StartAsync();
        string ofOtherKeys = new EphemeralDataProtectionProvider().CreateProtector(AnonymousCookie.Purpose).Protect("anna");

        foreach (string forged in new[] { "anna", "", "CfDJ8", ofOtherKeys, new string('a', 5_000) })
        {
            Assert.NotNull((await AskAsync(host, forged)).Cookie);
        }

        Assert.All(host.Logs.Troubles, static entry => Assert.Equal(LogEvents.KeysMayBeLost, entry.EventId.Id));
    }

    [Fact]
    public async Task Cookie_NoConsent_IsNeitherWrittenNorRead()
    {
        await using GateHost host = await StartAsync();
        string id = Protector(host).Protect("visitor");
        string agreed = (await IdAsync(host, id)).Id;

        _consent = static _ => false;
        _unprotected = 0;

        Assert.Equal("visitor", agreed);
        Assert.Equal(("", null), await IdAsync(host, id));
        Assert.Equal(("", null), await IdAsync(host, cookie: null));
        Assert.Equal(0, _unprotected);
    }

    [Fact]
    public async Task Cookie_OptedOutOfPostHogJs_IsNeitherWrittenNorRead()
    {
        await using GateHost host = await StartAsync();
        string id = Protector(host).Protect("visitor");

        Assert.Equal(("", null), await IdAsync(host, $"{id}; __ph_opt_in_out_phc_emulator=0"));
        Assert.Equal("visitor", (await IdAsync(host, $"{id}; __ph_opt_in_out_phc_emulator=1")).Id);
    }

    [Fact]
    public async Task Cookie_PostHogJsKnowsTheVisitor_IsNeitherWrittenNorRead()
    {
        await using GateHost host = await StartAsync();
        string known = $"ph_phc_emulator_posthog={Uri.EscapeDataString("""{"distinct_id":"known","$device_id":"device","$user_state":"anonymous"}""")}";

        Assert.Equal(("known device ", null), await IdAsync(host, $"{Protector(host).Protect("visitor")}; {known}", all: true));
    }

    [Theory]
    [InlineData(false, "known", "same-origin", "visitor visitor ")]
    [InlineData(true, "known", "cross-site", "visitor visitor ")]
    [InlineData(true, "undefined", "same-origin", "visitor visitor ")]
    [InlineData(true, "known", "same-origin", "known  ")]
    public async Task Cookie_HeadersOfPostHogJs_CountOnlyIfTheyNameTheVisitor(bool areRead, string id, string fetchSite, string caller)
    {
        await using GateHost host = await StartAsync(settings: [new("PostHog:Identity:ReadTracingHeaders", areRead.ToString())]);
        host.Client.DefaultRequestHeaders.Add("X-POSTHOG-DISTINCT-ID", id);
        host.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", fetchSite);

        Assert.Equal((caller, null), await IdAsync(host, Protector(host).Protect("visitor"), all: true));
    }

    [Fact]
    public async Task Consent_ChecksFlag_IsAskedOnceAndTheFlagIsForNobody()
    {
        // An exposure needs consent, too.
        await using GateHost host = await StartAsync(settings: [new("PostHog:Events:SendFlagCalled", "false")]);
        int asked = 0;
        FlagResult? inside = null;
        _consent = http =>
        {
            // Without a limit, the recursion would end the process.
            if (++asked <= 5)
            {
                inside = http.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync("half").AsTask().GetAwaiter().GetResult();
            }

            return true;
        };

        Assert.NotNull((await AskAsync(host)).Cookie);
        Assert.Equal((1, false), (asked, inside?.HasValue));
    }

    [Fact]
    public async Task Consent_ParallelChecks_AreNotAskedOneAfterTheOther()
    {
        await using GateHost host = await StartAsync();
        using var both = new CountdownEvent(2);
        int asked = 0;
        bool areBothInside = true;
        _consent = _ =>
        {
            if (Interlocked.Increment(ref asked) <= 2)
            {
                both.Signal();
                areBothInside &= both.Wait(TimeSpan.FromSeconds(30));
            }

            return true;
        };

        using HttpResponseMessage response = await SendAsync(host, null, null, "/parallel");

        Assert.Single(response.Headers.GetValues(HeaderNames.SetCookie));
        Assert.True(areBothInside);
    }

    [Fact]
    public async Task Cookie_ParallelChecks_IsWrittenOnce()
    {
        await using GateHost host = await StartAsync();

        using HttpResponseMessage response = await SendAsync(host, null, null, "/parallel");

        Assert.Single(response.Headers.GetValues(HeaderNames.SetCookie));
        Assert.Equal("1", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Cookie_OverHttpOutsideDevelopment_IsNotWritten()
    {
        await using GateHost host = await StartAsync();

        using HttpResponseMessage response = await host.Client.GetAsync(new Uri("http://localhost/id?all=false"));

        Assert.False(response.Headers.Contains(HeaderNames.SetCookie));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Start_WithoutDataProtection_Fails(string enabled)
    {
        InvalidOperationException problem = await Assert.ThrowsAsync<InvalidOperationException>(
            () => GateHost.StartAsync(Settings(static _ => { }, [new("PostHog:Enabled", enabled)])));

        Assert.Contains("AddDataProtection", problem.Message, StringComparison.Ordinal);
    }

    private static GateHostSettings Settings(Action<IServiceCollection> services, params KeyValuePair<string, string?>[] settings) => new(Definitions)
    {
        Configuration = [new("PostHog:Identity:AnonymousCookie", "true"), .. settings],
        Services = services,
        Pipeline = static app =>
        {
            app.UseTestUser();
            app.UsePostHog();
            app.MapGet("/ask", static async (IFeatureManagerSnapshot features) =>
                $"{await features.IsEnabledAsync("half")} {await features.IsEnabledAsync("half-of-devices")}");
            app.MapGet("/id", static (HttpContext http, bool all) => WriteIdAsync(http, all));
            app.MapGet("/parallel", static async (IPostHogFlags flags) =>
            {
                FlagResult[] results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await flags.GetFlagAsync("half"))));
                return results.Distinct().Count().ToString(System.Globalization.CultureInfo.InvariantCulture);
            });
        },
    };

    // The caller whom the request settled on.
    private static async Task<string> WriteIdAsync(HttpContext http, bool all)
    {
        PostHogContext caller = (await http.RequestServices.GetRequiredService<AmbientCaller>()
            .GetOfRequestAsync(ManagerServices.None, http.RequestAborted)).Context;
        return all ? $"{caller.DistinctId} {caller.DeviceId} {caller.AnonymousDistinctId}" : caller.DistinctId ?? string.Empty;
    }

    private static IDataProtector Protector(GateHost host) =>
        host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(AnonymousCookie.Purpose);

    private static async Task<(string Answer, SetCookieHeaderValue? Cookie)> AskAsync(GateHost host, string? cookie = null, string? user = null)
    {
        using HttpResponseMessage response = await SendAsync(host, cookie, user);
        return (await response.Content.ReadAsStringAsync(), Cookie(response));
    }

    private static async Task<(string Id, SetCookieHeaderValue? Cookie)> IdAsync(GateHost host, string? cookie, bool all = false)
    {
        using HttpResponseMessage response = await SendAsync(host, cookie, null, $"/id?all={all}");
        return (await response.Content.ReadAsStringAsync(), Cookie(response));
    }

    private static async Task<HttpResponseMessage> SendAsync(GateHost host, string? cookie, string? user, string path = "/ask")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"https://localhost{path}"));
        if (cookie is not null)
        {
            request.Headers.TryAddWithoutValidation(HeaderNames.Cookie, $"{AnonymousCookie.SecureName}={cookie}");
        }

        if (user is not null)
        {
            request.Headers.Add(TestUser.Header, user);
        }

        HttpResponseMessage response = await host.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return response;
    }

    private static SetCookieHeaderValue? Cookie(HttpResponseMessage response) =>
        response.Headers.TryGetValues(HeaderNames.SetCookie, out IEnumerable<string>? values) ? SetCookieHeaderValue.Parse(values.Single()) : null;

    private Task<GateHost> StartAsync(bool scoped = false, bool remote = false, params KeyValuePair<string, string?>[] settings) =>
        GateHost.StartAsync(Settings(
            services =>
            {
                services.AddDataProtection();
                services.AddSingleton<IDataProtectionProvider>(new Protection(this, new EphemeralDataProtectionProvider().CreateProtector("test")));
                services.AddSingleton<IPostHogConsent>(new Consent(this));
            },
            settings) with { Scoped = scoped, Remote = remote });

    private sealed class Consent(AnonymousCookieTests test) : IPostHogConsent
    {
        public bool HasConsent(HttpContext httpContext) => test._consent(httpContext);
    }

    private sealed class Protection(AnonymousCookieTests test, IDataProtector protector) : IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => new Protection(test, protector.CreateProtector(purpose));

        public byte[] Protect(byte[] plaintext) => protector.Protect(plaintext);

        public byte[] Unprotect(byte[] protectedData)
        {
            Interlocked.Increment(ref test._unprotected);
            return protector.Unprotect(protectedData);
        }
    }
}
