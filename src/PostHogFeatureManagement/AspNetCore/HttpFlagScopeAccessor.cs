using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>
/// Finds the scope of the current web request: the one <c>UsePostHog()</c> set, else the one of the request's service scope, which is looked up a little slower.
/// </summary>
internal sealed class HttpFlagScopeAccessor(IHttpContextAccessor httpContextAccessor) : IFlagScopeAccessor
{
    // Every check looks several times, and this is found sooner than a feature of the request.
    private readonly AsyncLocal<FlagScopeHolder?> _flow = new();

    public FlagScope? Current => _flow.Value?.Scope ?? FromRequest();

    /// <summary>Gives the request a scope, until the result is disposed.</summary>
    public FlagScopeHolder Enter(HttpContext httpContext)
    {
        // Error handling may send the same request through the pipeline again.
        FlagScope scope = httpContext.Features.Get<FlagScope>() ?? new FlagScope();
        httpContext.Features.Set(scope);
        return _flow.Value = new FlagScopeHolder(scope, httpContext);
    }

    public FlagScope? Find(out object? principal)
    {
        if (_flow.Value is { Scope: { } scope } holder)
        {
            principal = holder.Principal;
            return scope;
        }

        principal = httpContextAccessor.HttpContext?.User;
        return FromRequest();
    }

    /// <summary>Whether the request is a connection, which may last for hours: nothing is settled for the whole of it, or its calls would never see a flag change.</summary>
    public static bool IsConnection(HttpContext httpContext) =>
        httpContext.WebSockets.IsWebSocketRequest || httpContext.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;

    private FlagScope? FromRequest()
    {
        HttpContext? httpContext = httpContextAccessor.HttpContext;
        return httpContext is null ? null : httpContext.Features.Get<FlagScope>() ?? FromServices(httpContext);
    }

    private static FlagScope? FromServices(HttpContext httpContext)
    {
        if (IsConnection(httpContext))
        {
            return null;
        }

        try
        {
            return httpContext.RequestServices?.GetService<FlagScope>();
        }
        catch (ObjectDisposedException)
        {
            // Work the request left behind outlived its services; it is not part of the request any more.
            return null;
        }
    }
}
