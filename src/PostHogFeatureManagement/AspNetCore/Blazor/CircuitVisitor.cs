using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.FeatureManagement;

namespace PostHogFeatureManagement.AspNetCore.Blazor;

/// <summary>
/// Who opened a circuit's connection, read from its request at the first activity; afterwards that request is stale.
/// </summary>
internal sealed class CircuitVisitor(IWebCallers callers)
{
    private readonly Lock _gate = new();
    private Task<PostHogContext>? _opener;
    private ClaimsPrincipal? _openedBy;

    /// <param name="user">The circuit's user now; null while unknown.</param>
    public async ValueTask<PostHogContext> GetAsync(ClaimsPrincipal? user)
    {
        PostHogContext opener = await OpenAsync().ConfigureAwait(true);
        bool isOpener = user is null || ReferenceEquals(user, _openedBy) || !(IsSignedIn(user) || IsSignedIn(_openedBy));
        return isOpener ? opener : callers.FromPrincipal(user!);
    }

    private static bool IsSignedIn(ClaimsPrincipal? user) => user?.Identity?.IsAuthenticated == true;

    private Task<PostHogContext> OpenAsync()
    {
        lock (_gate)
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
