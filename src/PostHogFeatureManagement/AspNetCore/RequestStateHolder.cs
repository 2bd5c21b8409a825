using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>A request's state on its way through the request's flow. Emptied at the end, so that work the request left behind does not live on with old flags.</summary>
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
