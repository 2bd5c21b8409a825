using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.AspNetCore.Gates;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>Puts the request's state into its flow, where checks find it fastest. The caller is looked for when the first flag is checked.</summary>
internal sealed class PostHogMiddleware(RequestDelegate next, CurrentRequests requests, IServiceProvider services)
{
    private readonly RequestDelegate _next = next;
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
