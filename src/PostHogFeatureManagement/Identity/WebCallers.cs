using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Identity;

/// <summary>The callers that a principal or a request names when a call passes one. They go through the same steps as the ambient caller.</summary>
internal sealed class WebCallers(CurrentRequests requests, AmbientCaller ambient, CallerChain chain)
{
    /// <summary>Whether the object is one of those that are read here.</summary>
    public static bool CanRead(object context) => context is ClaimsPrincipal or HttpContext;

    /// <summary>The caller whom a principal or a request names.</summary>
    /// <param name="context">An object that <see cref="CanRead"/> accepts.</param>
    /// <param name="manager">The services of the feature manager that asks.</param>
    /// <param name="cancellationToken">Cancels this caller's wait only.</param>
    public ValueTask<Caller> GetAsync(object context, ManagerServices manager, CancellationToken cancellationToken) => context switch
    {
        HttpContext current when ReferenceEquals(current, requests.HttpContext) => ambient.GetOfRequestAsync(manager, cancellationToken),
        HttpContext httpContext => chain.FindAsync(CallerQuery.Of(httpContext, chain.ReadsTracing)),
        _ => chain.FindAsync(QueryOf((ClaimsPrincipal)context)),
    };

    // The cookies of the current request belong to its own user only.
    private CallerQuery QueryOf(ClaimsPrincipal user)
    {
        CallerQuery? current = requests.HttpContext is { } httpContext ? CallerQuery.Of(httpContext, chain.ReadsTracing) : null;
        return current is not null && ReferenceEquals(current.User, user) ? current with { IsCurrent = true } : new CallerQuery { User = user };
    }
}
