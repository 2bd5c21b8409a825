using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>Turns what a web application has at hand into a PostHog context.</summary>
internal interface IWebCallers
{
    /// <summary>Whether it is the request that is being handled.</summary>
    bool IsCurrent(HttpContext httpContext);

    PostHogContext FromPrincipal(ClaimsPrincipal principal);

    ValueTask<PostHogContext> FromRequestAsync(HttpContext httpContext, CancellationToken cancellationToken);
}
