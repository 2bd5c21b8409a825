using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>Settles once who the request's caller is, after authentication has run.</summary>
internal sealed class PostHogMiddleware(RequestDelegate next, HttpRequestStateAccessor scopes, AmbientCaller ambient)
{
    private readonly RequestDelegate _next = next;

    public Task InvokeAsync(HttpContext httpContext) =>
        HttpRequestStateAccessor.IsConnection(httpContext) ? _next(httpContext) : InvokeInScopeAsync(httpContext);

    private async Task InvokeInScopeAsync(HttpContext httpContext)
    {
        using RequestStateHolder holder = scopes.Enter(httpContext);
        await ambient.GetAsync(httpContext.RequestAborted).ConfigureAwait(false);
        await _next(httpContext).ConfigureAwait(false);
    }
}
