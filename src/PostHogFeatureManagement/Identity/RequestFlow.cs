using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// Carries a request's state, or the caller of a Blazor circuit, in an async flow. A request's is emptied when the request ends, so work that outlives it does
/// not keep old flags.
/// </summary>
internal sealed class RequestFlow : IDisposable
{
    private readonly PinnedCaller? _circuit;
    private HttpContext? _httpContext;

    public RequestFlow(RequestState state, HttpContext httpContext)
    {
        State = state;
        _httpContext = httpContext;
    }

    public RequestFlow(PinnedCaller circuit) => _circuit = circuit;

    public RequestState? State { get; private set; }

    /// <summary>False when the request has ended.</summary>
    public bool TryGet(out CurrentRequest request)
    {
        RequestState? state = State;
        request = new CurrentRequest(state, _httpContext?.User, _circuit);
        return state is not null || _circuit is not null;
    }

    public void Dispose()
    {
        State = null;
        _httpContext = null;
    }
}
