using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>
/// Finds the scope of the current web request: the one <c>UsePostHog()</c> set, else the one of the request's service scope, which is looked up a little slower.
/// </summary>
internal sealed class HttpRequestStateAccessor(IHttpContextAccessor httpContextAccessor) : IRequestStateAccessor
{
    // Every check looks several times, and this is found sooner than a feature of the request.
    private readonly AsyncLocal<RequestStateHolder?> _flow = new();

    public RequestState? Current => _flow.Value?.Scope ?? FromRequest(httpContextAccessor.HttpContext);

    /// <summary>Gives the request a scope, until the result is disposed.</summary>
    public RequestStateHolder Enter(HttpContext httpContext)
    {
        // Error handling may send the same request through the pipeline again.
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

    /// <summary>Whether the request is a connection, which may last for hours: nothing is settled for the whole of it, or its calls would never see a flag change.</summary>
    public static bool IsConnection(HttpContext httpContext) =>
        httpContext.WebSockets.IsWebSocketRequest || httpContext.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;

    // A request can end while work that it left behind looks at it, and cannot be read from then on.
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
            // The request has ended, or its services have; what goes on is not part of it any more.
            return null;
        }
    }

    private static RequestState? FromServices(HttpContext httpContext) => IsConnection(httpContext) ? null : httpContext.RequestServices?.GetService<RequestState>();
}
