using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>
/// The visitor whom this library's own cookie names. Its ID is the device's, too. Where posthog-js knows the visitor, it knows nothing: one browser has one ID.
/// </summary>
internal sealed class AnonymousCookieStep(
    AnonymousCookie cookie,
    TracingHeaderStep tracing,
    VisitorConsent consent,
    CurrentRequests requests,
    IOptions<PostHogFeatureManagementOptions> options) : ICallerStep
{
    private readonly string? _postHogs = PostHogCookie.NameIn(options.Value);

    public static CallerClue Visitor(string id) => new(new PostHogContext(id) { DeviceId = id }, CallerTrust.SignedCookie) { IsAboutItsPersonOnly = false };

    public bool IsOn => cookie.IsOn;

    public CallerClue? Find(CallerQuery query) =>
        cookie.Find(query.Cookies) is { } value && !IsKnownToPostHog(query) && MayRead(query) && cookie.Read(value) is { } id ? Visitor(id) : null;

    private bool IsKnownToPostHog(CallerQuery query) =>
        tracing.Find(query) is not null || (_postHogs is not null && PostHogCookie.Find(query.Cookies, _postHogs) is not null);

    // A circuit outlives the request in which its visitor agreed.
    private bool MayRead(CallerQuery query) => !query.IsCurrent || requests.HttpContext is not { } httpContext || consent.IsGiven(httpContext);
}
