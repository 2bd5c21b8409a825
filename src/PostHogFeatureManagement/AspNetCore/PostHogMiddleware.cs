using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.AspNetCore.Gates;
using PostHogFeatureManagement.AspNetCore.Overrides;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>
/// Puts the request's state into its flow, where checks find it fastest. The caller is looked for when the first flag is checked. Overrides that the request
/// carries hold from here on.
/// </summary>
internal sealed class PostHogMiddleware(RequestDelegate next, CurrentRequests requests, OverrideRequests overrides, IServiceProvider services)
{
    private readonly RequestDelegate _next = httpContext => overrides.HasToken(httpContext) ? overrides.InvokeAsync(httpContext, next) : next(httpContext);
    private readonly bool _hasOutputCache = OutputCacheWarning.IsNeeded(services);

    public Task InvokeAsync(HttpContext httpContext)
    {
        if (_hasOutputCache)
        {
            OutputCacheWarning.CheckEndpoint(httpContext);
        }

        return CurrentRequests.IsConnection(httpContext) ? InvokeConnectionAsync(httpContext) : InvokeWithStateAsync(httpContext);
    }

    private async Task InvokeConnectionAsync(HttpContext httpContext)
    {
        requests.EnterConnection();
        await _next(httpContext).ConfigureAwait(false);
    }

    private async Task InvokeWithStateAsync(HttpContext httpContext)
    {
        using CurrentRequest request = requests.Enter(httpContext);
        await _next(httpContext).ConfigureAwait(false);
    }
}
