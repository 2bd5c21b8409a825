using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Browser.Site;

/// <summary>An application with a page that has the bootstrap tag, behind a strict content security policy.</summary>
internal sealed record BrowserSite(string Definitions)
{
    public const string CookieName = "ph_phc_emulator_posthog";

    private const string Violations = """
        window.violations = [];
        document.addEventListener("securitypolicyviolation", event => window.violations.push(event.violatedDirective + " " + event.blockedURI));
        """;

    private const string ReadFlags = """
        window.readAt = performance.now();
        window.atFirstPaint = {};
        if (window.posthog) {
          for (const key of document.documentElement.dataset.keys.split(" ")) window.atFirstPaint[key] = posthog.getFeatureFlag(key, { send_event: false });
        }
        """;

    public bool Remote { get; init; }

    public bool Listens { get; init; }

    /// <summary>Whether visitors agree to being recognized. Without an answer, nobody asks them, and they get no id.</summary>
    public bool? HasConsent { get; init; }

    /// <summary>The page's options for posthog-js, as JavaScript.</summary>
    public string Options { get; init; } = "{}";

    /// <summary>The folder with posthog-js.</summary>
    public string? Scripts { get; init; }

    /// <summary>Whether <c>MapPostHog()</c> is called.</summary>
    public bool IsMapped { get; init; } = true;

    public IEnumerable<KeyValuePair<string, string?>> Configuration { get; init; } = [];

    public Action<PostHogEmulatorOptions>? Emulator { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    public Action<WebApplication>? Pipeline { get; init; }

    public Task<GateHost> StartAsync() => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Environment = Environments.Development,
        Remote = Remote,
        Listens = Listens,
        Configuration =
        [
            new("PostHog:Identity:PersonPropertyClaims:0", "plan"),
            new("PostHog:Identity:GroupClaims:company", "company"),
            new("PostHog:Identity:AnonymousCookie", HasConsent is null ? "false" : "true"),
            .. Scripts is null ? (KeyValuePair<string, string?>[])[] : [new("PostHog:Browser:ApiHost", "/ingest")],
            .. Configuration,
        ],
        Emulator = options =>
        {
            options.ScriptsFolder = Scripts;
            Emulator?.Invoke(options);
        },
        Services = Add,
        Pipeline = Use,
    });

    private void Add(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(HeaderUser.SchemeName).AddScheme<AuthenticationSchemeOptions, HeaderUser>(HeaderUser.SchemeName, null);
        services.AddAuthorization();
        services.AddGatedMvc();
        if (HasConsent is { } consent)
        {
            services.AddSingleton<IPostHogConsent>(new Consent(consent));
        }

        Services?.Invoke(services);
    }

    private void Use(WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:";
            return next(context);
        });
        app.UseRouting();
        app.UseAuthentication();
        app.UsePostHog();
        app.UseAuthorization();
        Pipeline?.Invoke(app);
        app.MapControllers();
        app.MapGet("/options.js", () => Results.Text($"window.posthogOptions = {Options};\n{Violations}", "text/javascript"));
        app.MapGet("/read.js", () => Results.Text(ReadFlags, "text/javascript"));
        app.MapGet("/whoami", WhoAmIAsync);
        _ = IsMapped ? app.MapPostHog() : null;
        app.MapPostHogProxy("/ingest");
    }

    // The caller as the server sees it.
    private static async Task<string> WhoAmIAsync(AmbientCaller ambient, CurrentRequests requests, CancellationToken cancellationToken)
    {
        PostHogContext caller = (await ambient.GetAsync(requests.Find(), ManagerServices.None, cancellationToken)).Context;
        return $"{caller.DistinctId} {caller.DeviceId} {caller.AnonymousDistinctId}";
    }

    private sealed class Consent(bool isGiven) : IPostHogConsent
    {
        public bool HasConsent(HttpContext httpContext) => isGiven;
    }
}
