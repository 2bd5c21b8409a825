using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

/// <summary>A Blazor Server application with one interactive panel, <see cref="FlagPanel"/>.</summary>
internal sealed record BlazorSite
{
    /// <summary>The flag <c>half</c> is on for half of the visitors. The other flags are those of <see cref="GateSite"/>.</summary>
    public static string Definitions => GateSite.Definitions.Replace(
        """{"flags":[""",
        """{"flags":[{"id":9,"key":"half","active":true,"filters":{"groups":[{"properties":[],"rollout_percentage":50}]}},""",
        StringComparison.Ordinal);

    public bool Listens { get; init; }

    /// <summary>Whether <c>half</c> is on for half of the devices instead.</summary>
    public bool HalfByDevice { get; init; }

    public bool Scoped { get; init; }

    public bool Remote { get; init; }

    public bool WithCircuits { get; init; } = true;

    public Action<IFeatureManagementBuilder>? Features { get; init; }

    public Action<IEndpointConventionBuilder>? Pages { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    public IEnumerable<KeyValuePair<string, string?>> Settings { get; init; } = [];

    public Task<GateHost> StartAsync() => GateHost.StartAsync(new GateHostSettings(HalfByDevice
        ? Definitions.Replace("\"key\":\"half\"", "\"key\":\"half\",\"bucketing_identifier\":\"device_id\"", StringComparison.Ordinal)
        : Definitions)
    {
        Listens = Listens,
        Scoped = Scoped,
        Remote = Remote,
        Configuration = [new("PostHog:Identity:PersonPropertyClaims:0", "plan"), new("PostHog:Identity:ServiceDistinctId", "the-service"), .. Settings],
        BeforePostHog = features =>
        {
            _ = WithCircuits ? features.WithBlazorCircuits() : features;
            Features?.Invoke(features);
        },
        Services = Add,
        Pipeline = Use,
    });

    private void Add(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(HeaderUser.SchemeName).AddScheme<AuthenticationSchemeOptions, HeaderUser>(HeaderUser.SchemeName, null);
        services.AddAuthorization();
        services.AddRazorComponents().AddInteractiveServerComponents();
        Services?.Invoke(services);
    }

    private void Use(WebApplication app)
    {
        app.UseRouting();
        app.UseAuthentication();
        app.UsePostHog();
        app.UsePostHogGates();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapGet("/_framework/blazor.web.js", () => Results.File(Path.Combine(AppContext.BaseDirectory, "blazor.web.js"), "text/javascript"));
        RazorComponentsEndpointConventionBuilder pages = app.MapRazorComponents<BlazorDocument>().AddInteractiveServerRenderMode();
        Pages?.Invoke(pages);
    }
}
