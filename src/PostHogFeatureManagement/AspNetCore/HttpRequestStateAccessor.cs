using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>
/// Finds the state of the current web request: the one that <c>UsePostHog()</c> set, or the one in the request's DI scope, which takes a little longer to find.
/// </summary>
internal sealed class HttpRequestStateAccessor(IHttpContextAccessor httpContextAccessor) : IRequestStateAccessor
{
    // Each check looks the state up several times, and this lookup is faster than HttpContext.Features.
    private readonly AsyncLocal<RequestStateHolder?> _flow = new();

    public RequestState? Current => _flow.Value?.Scope ?? FromRequest(httpContextAccessor.HttpContext);

    /// <summary>Gives the request its state until the result is disposed.</summary>
    public RequestStateHolder Enter(HttpContext httpContext)
    {
        // Error handling can run the same request through the pipeline again.
        RequestState scope = httpContext.Features.Get<RequestState>() ?? new RequestState();
        httpContext.Features.Set(scope);
        return _flow.Value = new RequestStateHolder(scope, httpContext);
    }

    public RequestState? Find(out object? principal)
    {
        if (_flow.Value is { Scope: { } scope } holder)
        {
            principal = holder.Principal;
            return scope;
        }

        HttpContext? httpContext = httpContextAccessor.HttpContext;
        RequestState? current = FromRequest(httpContext);
        principal = current is null ? null : PrincipalOf(httpContext);
        return current;
    }

    /// <summary>
    /// Whether the request is a long-lived connection. A connection has no request state, because its calls would never see a flag change.
    /// </summary>
    public static bool IsConnection(HttpContext httpContext) =>
        httpContext.WebSockets.IsWebSocketRequest || httpContext.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;

    // A request can end while work that outlives it reads it. From then on, reading throws.
    private static ClaimsPrincipal? PrincipalOf(HttpContext? httpContext)
    {
        try
        {
            return httpContext?.User;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    private static RequestState? FromRequest(HttpContext? httpContext)
    {
        try
        {
            return httpContext is null ? null : httpContext.Features.Get<RequestState>() ?? FromServices(httpContext);
        }
        catch (ObjectDisposedException)
        {
            // The request or its services are disposed. Work that still runs is no longer part of the request.
            return null;
        }
    }

    private static RequestState? FromServices(HttpContext httpContext) => IsConnection(httpContext) ? null : httpContext.RequestServices?.GetService<RequestState>();
}
