using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement;

/// <summary>
/// Says whether a visitor agrees to being recognized and measured. Register your own as a service. Without one, the consent feature of ASP.NET Core counts, which
/// <c>UseCookiePolicy()</c> provides; without that, no visitor gets the anonymous cookie, and events are sent for all.
/// </summary>
public interface IPostHogConsent
{
    /// <summary>
    /// Whether the visitor agrees. Without consent, the anonymous cookie is neither written nor read, and no event is sent for the request. Called for each request
    /// that checks a flag, so it must be quick and must not block. When it throws, the visitor does not agree.
    /// </summary>
    /// <param name="httpContext">The visitor's request.</param>
    bool HasConsent(HttpContext httpContext);
}
