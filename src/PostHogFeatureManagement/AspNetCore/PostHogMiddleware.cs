using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>Determines the request's caller once, after authentication has run.</summary>
internal sealed class PostHogMiddleware(RequestDelegate next, HttpRequestStateAccessor states, HttpWaitingVisitor visitor, AmbientCaller ambient)
{
    private readonly RequestDelegate _next = next;

    public Task InvokeAsync(HttpContext httpContext) =>
        HttpRequestStateAccessor.IsConnection(httpContext) ? InvokeConnectionAsync(httpContext) : InvokeWithStateAsync(httpContext);

    private async Task InvokeConnectionAsync(HttpContext httpContext)
    {
        visitor.EnterConnection();
        await _next(httpContext).ConfigureAwait(false);
    }

    private async Task InvokeWithStateAsync(HttpContext httpContext)
    {
        using RequestStateHolder holder = states.Enter(httpContext);
        await ambient.GetAsync(httpContext.RequestAborted).ConfigureAwait(false);
        await _next(httpContext).ConfigureAwait(false);
    }
}
