using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>Whether the visitor of a request agrees to being recognized. Never throws.</summary>
internal sealed class VisitorConsent(IOptions<PostHogFeatureManagementOptions> options, LogThrottle throttle, ILogger<VisitorConsent> logger)
{
    // posthog-js keeps the visitor's choice in local storage, unless its option opt_out_capturing_persistence_type is "cookie" (protocol §12.1).
    private readonly string _optOutCookie = $"__ph_opt_in_out_{PostHogProject.Of(options.Value).Token}";

    public bool IsGiven(HttpContext httpContext) => Ask(httpContext) is true;

    /// <summary>Whether the visitor said no. Where nothing in the application asks visitors, none has.</summary>
    public bool IsRefused(HttpContext httpContext) => Ask(httpContext) is false;

    private bool? Ask(HttpContext httpContext)
    {
        if (CookieHeader.First(httpContext.Request.Headers.Cookie, _optOutCookie) is "0")
        {
            return false;
        }

        try
        {
            return httpContext.RequestServices.GetService<IPostHogConsent>() is { } consent
                ? consent.HasConsent(httpContext)
                : httpContext.Features.Get<ITrackingConsentFeature>()?.CanTrack;
        }
        catch (Exception exception)
        {
            if (throttle.IsDue(LogEvents.VisitorUnrecognized, string.Empty))
            {
                logger.VisitorUnrecognized(exception);
            }

            return false;
        }
    }
}
