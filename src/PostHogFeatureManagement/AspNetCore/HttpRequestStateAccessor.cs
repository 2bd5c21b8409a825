using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>
/// Finds the state of the current web request: the one that <c>UsePostHog()</c> put into the flow, else the request's own.
/// </summary>
internal sealed class HttpRequestStateAccessor(IHttpContextAccessor httpContextAccessor, PinClock clock) : IRequestStateAccessor
{
    // This lookup is faster than HttpContext.Features.
    private readonly AsyncLocal<RequestStateHolder?> _flow = new();

    /// <summary>Puts the request's state into the flow, until the result is disposed.</summary>
    public RequestStateHolder Enter(HttpContext httpContext)
    {
        // Error handling can run the same request through the pipeline again.
        RequestState state = httpContext.Features.Get<RequestState>() ?? new RequestState(clock);
        httpContext.Features.Set(state);
        return _flow.Value = new RequestStateHolder(state, httpContext);
    }

    public RequestState? Find(out object? principal)
    {
        if (_flow.Value is { State: { } state } holder)
        {
            principal = holder.Principal;
            return state;
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

    // The state of the request's services, so that parallel first checks agree. From the second look on it is found as a feature, which is quicker.
    private static RequestState? FromServices(HttpContext httpContext)
    {
        if (IsConnection(httpContext) || httpContext.RequestServices?.GetService<RequestState>() is not { } state)
        {
            return null;
        }

        httpContext.Features.Set(state);
        return state;
    }
}
