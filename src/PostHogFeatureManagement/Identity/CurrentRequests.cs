using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// Finds the current web request: the one that <c>UsePostHog()</c> put into the flow, else the one that <see cref="IHttpContextAccessor"/> knows.
/// </summary>
internal sealed class CurrentRequests(IHttpContextAccessor httpContextAccessor, PinClock clock)
{
    // This lookup is faster than HttpContext.Features.
    private readonly AsyncLocal<RequestFlow?> _flow = new();
    private readonly AsyncLocal<bool> _isConnection = new();

    public HttpContext? HttpContext => httpContextAccessor.HttpContext;

    /// <summary>Whether a person waits for the current work: it belongs to a web request, a hub or a Blazor circuit, and not to a job.</summary>
    public bool HasVisitor => HttpContext is not null || _isConnection.Value || _flow.Value?.TryGet(out _) == true;

    /// <summary>
    /// Whether the request is a long-lived connection. A connection has no request state, because its calls would never see a flag change.
    /// </summary>
    public static bool IsConnection(HttpContext httpContext) =>
        httpContext.WebSockets.IsWebSocketRequest || httpContext.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;

    /// <summary>Puts the request's state into the flow, until the result is disposed.</summary>
    public RequestFlow Enter(HttpContext httpContext)
    {
        // Error handling can run the same request through the pipeline again.
        RequestState state = httpContext.Features.Get<RequestState>() ?? new RequestState(clock);
        httpContext.Features.Set(state);
        return _flow.Value = new RequestFlow(state, httpContext);
    }

    /// <summary>Puts the caller of a Blazor circuit into the flow, until the calling asynchronous method ends.</summary>
    public void Enter(PinnedCaller circuit) => _flow.Value = new RequestFlow(circuit);

    /// <summary>
    /// Marks the flow of a long-lived connection, until the calling asynchronous method ends. With long polling, the request that opens a connection ends before
    /// the connection's calls begin.
    /// </summary>
    public void EnterConnection() => _isConnection.Value = true;

    public CurrentRequest Find()
    {
        if (_flow.Value is { } flow && flow.TryGet(out CurrentRequest entered))
        {
            return entered;
        }

        HttpContext? httpContext = httpContextAccessor.HttpContext;
        RequestState? state = StateOf(httpContext);
        return state is null ? default : new CurrentRequest(state, PrincipalOf(httpContext), null);
    }

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

    private static RequestState? StateOf(HttpContext? httpContext)
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
