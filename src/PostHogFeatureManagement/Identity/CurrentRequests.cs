using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// Finds the current web request: the one that <c>UsePostHog()</c> put into the flow, else the one that <see cref="IHttpContextAccessor"/> knows. Each check
/// looks once.
/// </summary>
internal sealed class CurrentRequests(IHttpContextAccessor httpContextAccessor, PinClock clock)
{
    // This lookup is faster than HttpContext.Features.
    private readonly AsyncLocal<CurrentRequest?> _flow = new();
    private readonly AsyncLocal<bool> _isConnection = new();

    public HttpContext? HttpContext => httpContextAccessor.HttpContext;

    /// <summary>Whether a person waits for the current work: it belongs to a web request, a hub or a Blazor circuit, and not to a job.</summary>
    public bool HasVisitor => HttpContext is not null || _isConnection.Value || _flow.Value is { HasEnded: false };

    /// <summary>
    /// Whether the request is a long-lived connection. A connection has no request state, because its calls would never see a flag change.
    /// </summary>
    public static bool IsConnection(HttpContext httpContext) =>
        httpContext.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true } || httpContext.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;

    /// <summary>Puts the request into the flow, until the result is disposed.</summary>
    public CurrentRequest Enter(HttpContext httpContext)
    {
        // Error handling can run the same request through the pipeline again.
        RequestState state = _flow.Value?.StateOf(httpContext) ?? httpContext.Features.Get<RequestState>() ?? new RequestState(clock);
        return _flow.Value = new CurrentRequest(state, httpContext, isEntered: true);
    }

    /// <summary>Puts the caller of a Blazor circuit into the flow, until the calling asynchronous method ends.</summary>
    public void Enter(PinnedCaller circuit) => _flow.Value = new CurrentRequest(circuit);

    /// <summary>
    /// Marks the flow of a long-lived connection, until the calling asynchronous method ends. With long polling, the request that opens a connection ends before
    /// the connection's calls begin.
    /// </summary>
    public void EnterConnection() => _isConnection.Value = true;

    /// <summary>Null outside web requests and Blazor circuits, and for connections.</summary>
    public CurrentRequest? Find() => _flow.Value is { HasEnded: false } entered ? entered : FindInRequest(httpContextAccessor.HttpContext);

    private static CurrentRequest? FindInRequest(HttpContext? httpContext)
    {
        try
        {
            return httpContext is null ? null : httpContext.Features.Get<CurrentRequest>() ?? Create(httpContext);
        }
        catch (ObjectDisposedException)
        {
            // The request or its services are disposed. Work that still runs is no longer part of the request.
            return null;
        }
    }

    // Takes the state of the request's services, so that parallel first checks agree. From the second look on it is found as a feature, which is quicker.
    private static CurrentRequest? Create(HttpContext httpContext)
    {
        RequestState? state = httpContext.Features.Get<RequestState>()
            ?? (IsConnection(httpContext) ? null : httpContext.RequestServices?.GetService<RequestState>());
        if (state is null)
        {
            return null;
        }

        var created = new CurrentRequest(state, httpContext, isEntered: false);
        httpContext.Features.Set(state);
        httpContext.Features.Set(created);
        return created;
    }
}
