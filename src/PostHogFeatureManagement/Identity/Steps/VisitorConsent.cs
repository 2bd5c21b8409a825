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
    private static readonly AsyncLocal<bool> Asking = new();

    // posthog-js keeps the visitor's choice in local storage, unless its option opt_out_capturing_persistence_type is "cookie" (protocol §12.1).
    private readonly string _optOutCookie = $"__ph_opt_in_out_{PostHogProject.Of(options.Value).Token}";

    /// <summary>Whether this flow is inside the application's consent service. If that checks a flag itself, its visitor has not agreed yet.</summary>
    public static bool IsAsking => Asking.Value;

    public bool IsGiven(HttpContext httpContext) => Find(httpContext) is true;

    /// <summary>Whether the visitor said no. Where nothing in the application asks visitors, none has.</summary>
    public bool IsRefused(HttpContext httpContext) => Find(httpContext) is false;

    // Null when nothing says: no opt-out, no consent service and no consent feature.
    private bool? Find(HttpContext httpContext)
    {
        if (IsAsking)
        {
            return false;
        }

        try
        {
            return CookieHeader.First(httpContext.Request.Headers.Cookie, _optOutCookie) is "0" ? false : Ask(httpContext);
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

    private static bool? Ask(HttpContext httpContext)
    {
        Asking.Value = true;
        try
        {
            return httpContext.RequestServices.GetService<IPostHogConsent>() is { } consent
                ? consent.HasConsent(httpContext)
                : httpContext.Features.Get<ITrackingConsentFeature>()?.CanTrack;
        }
        finally
        {
            Asking.Value = false;
        }
    }
}
