using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>Keeps a response out of caches that would give its visitor's ID to others.</summary>
internal static class NoStore
{
    /// <param name="httpContext">A request whose response has not started.</param>
    public static void Apply(HttpContext httpContext)
    {
        if (httpContext.Features.Get<IOutputCacheFeature>()?.Context is { } cache)
        {
            cache.AllowCacheStorage = false;
        }

        // Whatever sets the header later, such as an attribute of MVC, must not win.
        httpContext.Response.OnStarting(SetHeader, httpContext.Response);
    }

    private static Task SetHeader(object response)
    {
        ((HttpResponse)response).Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
