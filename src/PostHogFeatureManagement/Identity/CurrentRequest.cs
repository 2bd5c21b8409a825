using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// The current web request, or the current activity in a Blazor circuit. It is emptied when the request ends, so work that outlives it does not keep old flags.
/// </summary>
internal sealed class CurrentRequest : IDisposable
{
    private readonly bool _isEntered;
    private HttpContext? _httpContext;

    /// <param name="state">What the request has settled on.</param>
    /// <param name="httpContext">The request.</param>
    /// <param name="isEntered">Whether the request is emptied before it ends, so that it can be read without care.</param>
    public CurrentRequest(RequestState state, HttpContext httpContext, bool isEntered)
    {
        State = state;
        _httpContext = httpContext;
        _isEntered = isEntered;
    }

    public CurrentRequest(PinnedCaller circuit) => Circuit = circuit;

    /// <summary>What the request has settled on. Null for Blazor circuits, which last too long to settle, and after the request has ended.</summary>
    public RequestState? State { get; private set; }

    /// <summary>The caller of the activity in a Blazor circuit. Null for web requests.</summary>
    public PinnedCaller? Circuit { get; }

    public bool HasEnded => State is null && Circuit is null;

    /// <summary>The user who is currently signed in.</summary>
    public object? Principal => _isEntered ? _httpContext?.User : UserOf(_httpContext);

    /// <summary>The state, if this is the same request.</summary>
    public RequestState? StateOf(HttpContext httpContext) => ReferenceEquals(_httpContext, httpContext) ? State : null;

    /// <summary>
    /// Ends the request. What it has settled on stays with the <see cref="HttpContext"/>, for error handling and for what comes earlier in the pipeline. It is put
    /// there only now, because the server looks its own features up again after each change.
    /// </summary>
    public void Dispose()
    {
        if (State is { IsEmpty: false } state)
        {
            _httpContext?.Features.Set(state);
        }

        State = null;
        _httpContext = null;
    }

    private static ClaimsPrincipal? UserOf(HttpContext? httpContext)
    {
        try
        {
            return httpContext?.User;
        }
        catch (ObjectDisposedException)
        {
            // The request has ended while work that outlives it reads it.
            return null;
        }
    }
}
