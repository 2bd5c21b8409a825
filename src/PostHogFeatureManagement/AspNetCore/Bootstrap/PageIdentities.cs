using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.AspNetCore.Bootstrap;

/// <summary>
/// Decides what a page may tell posthog-js about its visitor (protocol §12.8). posthog-js gets an ID only where it has none of its own, or where a visitor whom
/// it knows as anonymous has signed in: any other ID would lose the visitor's or give them another device.
/// <code>
/// posthog-js cookie      visitor with this library's cookie     signed in                            neither
/// ---------------------  -------------------------------------  -----------------------------------  ----------------------------------
/// none                   the visitor's ID, and it as device ID  the user's ID, and the device ID     nothing
/// anonymous              (the library's cookie is not used)     the user's ID                        nothing
/// identified, this user                                         nothing: posthog-js is right         (the cookie is somebody's)
/// identified, other user                                        posthog-js forgets the other user    posthog-js forgets the user; no flags,
///                                                               and identifies this one                since they are that user's
/// of unknown state                                              posthog-js knows what to do          nothing
/// </code>
/// </summary>
internal sealed class PageIdentities(IOptions<PostHogFeatureManagementOptions> options, VisitorConsent consent)
{
    private readonly string? _cookieName = PostHogCookie.NameOf(options.Value);
    private readonly bool _identifies = options.Value.Browser.Identify;

    public PageIdentity Of(HttpContext httpContext, Caller caller)
    {
        if (consent.IsRefused(httpContext))
        {
            return new PageIdentity { IsRefused = true };
        }

        // Without the header that keeps caches away, another visitor could get this one's ID.
        return httpContext.Response.HasStarted ? new PageIdentity() : Find(httpContext, caller);
    }

    private PageIdentity Find(HttpContext httpContext, Caller caller)
    {
        PostHogCookie? cookie = _cookieName is null ? null : PostHogCookie.Find(httpContext.Request.Headers.Cookie, _cookieName);
        bool isSignedIn = caller.Trust == CallerTrust.Authenticated;
        if (!isSignedIn)
        {
            return OfVisitor(caller, cookie, ClaimsStep.IsSignedIn(httpContext.User));
        }

        PostHogContext user = caller.Context;
        return _identifies
            ? new PageIdentity
            {
                DistinctId = cookie is null or { IsAnonymous: true } ? user.DistinctId : null,
                IsIdentified = true,
                DeviceId = cookie is null ? user.DeviceId : null,
                SaysWhoIsSignedIn = true,
                User = user.DistinctId,
                Groups = user.Groups,
            }
            : new PageIdentity();
    }

    // An accessor of the application may know users of its own. Then only the application knows who is signed in.
    private PageIdentity OfVisitor(Caller caller, PostHogCookie? cookie, bool hasUser)
    {
        bool isOfBrowser = caller.Trust is CallerTrust.None or CallerTrust.SignedCookie || caller.Context.DistinctId == cookie?.DistinctId;
        bool saysWho = _identifies && isOfBrowser && !hasUser;
        bool isNew = cookie is null && caller.Trust == CallerTrust.SignedCookie;
        return new PageIdentity
        {
            DistinctId = isNew ? caller.Context.DistinctId : null,
            DeviceId = isNew ? caller.Context.DeviceId : null,
            SaysWhoIsSignedIn = saysWho,
            IsAboutToChange = saysWho && cookie is { IsIdentified: true },
        };
    }
}
