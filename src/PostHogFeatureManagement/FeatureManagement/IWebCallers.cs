using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>Reads PostHog contexts from the principals and requests of a web application.</summary>
internal interface IWebCallers
{
    /// <summary>Whether this is the request that is currently handled.</summary>
    bool IsCurrent(HttpContext httpContext);

    PostHogContext FromPrincipal(ClaimsPrincipal principal);

    ValueTask<PostHogContext> FromRequestAsync(HttpContext httpContext, CancellationToken cancellationToken);
}
