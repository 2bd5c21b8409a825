using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>Settles once who the request's caller is, after authentication has run.</summary>
internal sealed class PostHogMiddleware(RequestDelegate next, AmbientCaller ambient)
{
    private readonly RequestDelegate _next = next;

    public Task InvokeAsync(HttpContext httpContext)
    {
        if (HttpFlagScopeAccessor.IsConnection(httpContext))
        {
            return _next(httpContext);
        }

        httpContext.Features.Set(new FlagScope());
        ValueTask<PostHogContext> caller = ambient.GetAsync(httpContext.RequestAborted);
        return caller.IsCompletedSuccessfully ? _next(httpContext) : Awaited(this, caller, httpContext);

        static async Task Awaited(PostHogMiddleware self, ValueTask<PostHogContext> caller, HttpContext httpContext)
        {
            await caller.ConfigureAwait(false);
            await self._next(httpContext).ConfigureAwait(false);
        }
    }
}
