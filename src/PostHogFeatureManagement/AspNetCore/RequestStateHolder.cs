using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>Carries a request's state in its async flow. It is emptied when the request ends, so work that outlives it does not keep old flags.</summary>
internal sealed class RequestStateHolder(RequestState state, HttpContext httpContext) : IDisposable
{
    private HttpContext? _httpContext = httpContext;

    public RequestState? State { get; private set; } = state;

    public object? Principal => _httpContext?.User;

    public void Dispose()
    {
        State = null;
        _httpContext = null;
    }
}
