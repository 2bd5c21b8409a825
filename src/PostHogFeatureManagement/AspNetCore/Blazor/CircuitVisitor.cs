using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.FeatureManagement;

namespace PostHogFeatureManagement.AspNetCore.Blazor;

/// <summary>
/// The visitor who opened a circuit's connection. Read from its request at the first activity, because the request is stale afterwards.
/// </summary>
internal sealed class CircuitVisitor(IWebCallers callers)
{
    private readonly Lock _lock = new();
    private Task<PostHogContext>? _opener;
    private ClaimsPrincipal? _openedBy;

    /// <param name="user">The circuit's current user. Null while unknown.</param>
    public async ValueTask<PostHogContext> GetAsync(ClaimsPrincipal? user)
    {
        PostHogContext opener = await OpenAsync().ConfigureAwait(true);
        bool isOpener = user is null || ReferenceEquals(user, _openedBy) || !(IsSignedIn(user) || IsSignedIn(_openedBy));
        return isOpener ? opener : callers.FromPrincipal(user!);
    }

    private static bool IsSignedIn(ClaimsPrincipal? user) => user?.Identity?.IsAuthenticated == true;

    private Task<PostHogContext> OpenAsync()
    {
        lock (_lock)
        {
            return _opener ??= ReadAsync(CircuitConnection.Request);
        }
    }

    private Task<PostHogContext> ReadAsync(HttpContext? httpContext)
    {
        _openedBy = httpContext?.User;
        return httpContext is null ? Task.FromResult(PostHogContext.Anonymous) : callers.FromRequestAsync(httpContext, CancellationToken.None).AsTask();
    }
}
