using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>Carries a request's state in its async flow. It is emptied when the request ends, so work that outlives it does not keep old flags.</summary>
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
