using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>Determines the request's caller once, after authentication has run.</summary>
internal sealed class PostHogMiddleware(RequestDelegate next, HttpRequestStateAccessor states, AmbientCaller ambient)
{
    private readonly RequestDelegate _next = next;

    public Task InvokeAsync(HttpContext httpContext) =>
        HttpRequestStateAccessor.IsConnection(httpContext) ? _next(httpContext) : InvokeWithStateAsync(httpContext);

    private async Task InvokeWithStateAsync(HttpContext httpContext)
    {
        using RequestStateHolder holder = states.Enter(httpContext);
        await ambient.GetAsync(httpContext.RequestAborted).ConfigureAwait(false);
        await _next(httpContext).ConfigureAwait(false);
    }
}
