using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>A request's scope on its way through the request's flow. Emptied at the end, so that work the request left behind does not live on with old flags.</summary>
internal sealed class RequestStateHolder(RequestState scope, HttpContext httpContext) : IDisposable
{
    private HttpContext? _httpContext = httpContext;

    public RequestState? Scope { get; private set; } = scope;

    public object? Principal => _httpContext?.User;

    public void Dispose()
    {
        Scope = null;
        _httpContext = null;
    }
}
