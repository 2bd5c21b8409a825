using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Flags.Accesses;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.Events;

/// <summary>Whether events may be sent for the current request: its visitor has not refused, and is no bot. Never throws. Thread-safe.</summary>
internal sealed class EventPermission(CurrentRequests requests, VisitorConsent consent)
{
    /// <summary>Outside requests, nobody has to be asked.</summary>
    /// <param name="request">Where the request keeps the answer. Null when it keeps nothing.</param>
    public bool IsGiven(AccessedFlags? request)
    {
        if (request?.MayBeReported is { } known)
        {
            return known;
        }

        if (VisitorConsent.IsAsking)
        {
            // A consent service checks a flag before its visitor's answer is known. There is nothing to keep yet.
            return false;
        }

        bool isGiven = requests.HttpContext is not { } httpContext || Ask(httpContext);
        if (request is not null)
        {
            request.MayBeReported = isGiven;
        }

        return isGiven;
    }

    private bool Ask(HttpContext httpContext)
    {
        try
        {
            return !KnownBots.Contains(httpContext.Request.Headers.UserAgent) && !consent.IsRefused(httpContext);
        }
        catch (Exception)
        {
            // The request has ended while work that outlives it goes on. What its visitor said is gone.
            return false;
        }
    }
}
