using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>
/// Warns once when the output cache keeps a response that a gate decides, so that all visitors would get what one visitor may see. The gates of MVC are noticed
/// when they close, or in advance where <c>UsePostHog()</c> runs inside the output cache.
/// </summary>
internal static class OutputCacheWarning
{
    private static readonly object DecidedOutside = new();

    /// <summary>Whether the application has an output cache. To look for its feature at each request would cost more than a check.</summary>
    public static bool IsNeeded(IServiceProvider services) => services.GetService<IServiceProviderIsService>()?.IsService(typeof(IOutputCacheStore)) != false;

    /// <summary>The endpoint's gates have been decided. If that was outside the output cache, it is right that they are decided again inside.</summary>
    public static void GatesDecided(HttpContext httpContext)
    {
        if (httpContext.Features.Get<IOutputCacheFeature>() is null)
        {
            httpContext.Items[DecidedOutside] = DecidedOutside;
        }
    }

    /// <summary>A gate is decided now.</summary>
    public static void Check(HttpContext httpContext)
    {
        if (httpContext.Features.Get<IOutputCacheFeature>() is { Context: { } cache } && IsShared(cache) && !httpContext.Items.ContainsKey(DecidedOutside))
        {
            Warn(httpContext.RequestServices);
        }
    }

    /// <summary>The endpoint may have gates that are decided later.</summary>
    public static void CheckEndpoint(HttpContext httpContext)
    {
        if (httpContext.Features.Get<IOutputCacheFeature>() is not null && EndpointGates.Of(httpContext.GetEndpoint()).Count > 0)
        {
            Check(httpContext);
        }
    }

    /// <summary>A policy that varies the response by a value of its own may vary it by the feature.</summary>
    private static bool IsShared(OutputCacheContext cache) =>
        cache is { EnableOutputCaching: true, AllowCacheStorage: true }
        && cache.CacheVaryByRules is { VaryByValues.Count: 0, CacheKeyPrefix: null or "" };

    private static void Warn(IServiceProvider services)
    {
        if (services.GetRequiredService<LogThrottle>().IsDue(LogEvents.OutputCacheAroundGate, string.Empty, LogThrottle.Forever))
        {
            services.GetRequiredService<ILogger<GateMiddleware>>().OutputCacheAroundGate();
        }
    }
}
