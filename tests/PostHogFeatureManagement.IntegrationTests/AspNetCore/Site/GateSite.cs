using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.AspNetCore;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

/// <summary>A site with a gate of every kind, all behind authorization.</summary>
internal sealed record GateSite
{
    /// <summary>The flag <c>on</c> is on for everyone, <c>off</c> for no one, and <c>vip</c> for callers with the plan <c>scale</c>.</summary>
    public const string Definitions = """
        {"flags":[
          {"id":1,"key":"on","active":true,"filters":{"groups":[{"properties":[],"rollout_percentage":100}]}},
          {"id":2,"key":"off","active":false,"filters":{"groups":[{"properties":[],"rollout_percentage":100}]}},
          {"id":3,"key":"vip","active":true,"filters":{"groups":[{"properties":[{"key":"plan","type":"person","operator":"exact","value":"scale"}],"rollout_percentage":100}]}},
          {"id":4,"key":"headline","active":true,"filters":{"groups":[{"properties":[],"rollout_percentage":100}],"multivariate":{"variants":[{"key":"bold","rollout_percentage":100}]}}}
        ]}
        """;

    public bool Early { get; init; } = true;

    public bool Scoped { get; init; }

    public bool Remote { get; init; }

    /// <summary>Whether every endpoint requires a signed-in user.</summary>
    public bool Locked { get; init; }

    public Action<IFeatureManagementBuilder>? Features { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    public Action<WebApplication>? Endpoints { get; init; }

    public Task<GateHost> StartAsync() => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Scoped = Scoped,
        Remote = Remote,
        Configuration = [new("PostHog:Identity:PersonPropertyClaims:0", "plan")],
        BeforePostHog = Features,
        Services = Add,
        Pipeline = Use,
    });

    private void Add(IServiceCollection services)
    {
        services.AddAuthentication(HeaderUser.SchemeName).AddScheme<AuthenticationSchemeOptions, HeaderUser>(HeaderUser.SchemeName, null);
        services.AddAuthorization(options => options.FallbackPolicy = Locked ? new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build() : null);
        services.AddControllers();
        services.AddRazorPages().AddApplicationPart(typeof(GateSite).Assembly)
            .ConfigureApplicationPartManager(parts => parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(typeof(GateSite).Assembly)));
        Services?.Invoke(services);
    }

    private void Use(WebApplication app)
    {
        app.UseRouting();
        app.UseAuthentication();
        app.UsePostHog();
        if (Early)
        {
            app.UsePostHogGates();
        }

        app.UseAuthorization();
        app.MapControllers();
        app.MapRazorPages();
        app.MapGet("/endpoint/on", () => "endpoint").RequireFeature("on");
        app.MapGet("/endpoint/off", () => "endpoint").RequireFeature("off");
        app.MapGet("/attribute/on", [FeatureGate("on")] () => "attribute");
        app.MapGet("/attribute/off", [FeatureGate("off")] () => "attribute");
        app.MapGroup("/group").RequireFeature("off").MapGet("/off", () => "group").RequireFeature("on");
        app.MapGet("/with/off", () => "with").WithFeatureGate("off");
        app.MapGet(HeaderUser.LoginPath, () => "log in").AllowAnonymous();
        Endpoints?.Invoke(app);
    }
}
