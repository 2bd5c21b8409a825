using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PostHogFeatureManagement.AspNetCore.Explanations;

/// <summary>Maps the explain page where it may exist: with a policy, or in Development for this machine.</summary>
internal static class ExplainRoutes
{
    private const int CallsPerSecond = 10;

    public static void MapExplain(this RouteGroupBuilder group, IServiceProvider services, PostHogExplainOptions options)
    {
        bool hasPolicy = !string.IsNullOrWhiteSpace(options.Policy);
        bool isDevelopment = services.GetService<IHostEnvironment>()?.IsDevelopment() ?? false;
        bool hasDiagnostics = services.GetService<IServiceProviderIsService>()?.IsService(typeof(IPostHogDiagnostics)) ?? false;
        if (!hasDiagnostics || (!hasPolicy && !isDevelopment))
        {
            return;
        }

        var endpoint = new ExplainEndpoint(isForDevelopers: !hasPolicy, options.ShowValues, Limiter());
        foreach (string pattern in (string[])["/explain", "/explain/{flag}"])
        {
            IEndpointConventionBuilder route = group.MapGet(pattern, endpoint.InvokeAsync).WithDisplayName("PostHog explain").ExcludeFromDescription();
            _ = hasPolicy ? route.RequireAuthorization(options.Policy!) : route.AllowAnonymous();
        }
    }

    // Without a timer of its own, it needs no disposal: each call adds the turns that have come meanwhile.
    private static TokenBucketRateLimiter Limiter() => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = CallsPerSecond,
        TokensPerPeriod = CallsPerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = false,
    });
}
