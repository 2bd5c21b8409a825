using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>
/// The visitor that posthog-js knows in this browser. The visitor can change the cookie, so it may choose a bucket, but never proves who they are.
/// </summary>
internal sealed class PostHogCookieStep(IOptions<PostHogFeatureManagementOptions> options) : ICallerStep
{
    private readonly string? _name = options.Value is { Identity.ReadPostHogCookie: true, ProjectToken.Length: > 0 }
        ? PostHogCookie.NameFor(options.Value.ProjectToken.Trim())
        : null;

    public ValueTask<CallerClue?> FindAsync(CallerQuery query) => new(_name is null ? null : Read(query, _name));

    private static CallerClue? Read(CallerQuery query, string name) =>
        PostHogCookie.Find(query.Cookies, name) is { } cookie
            ? new CallerClue(new PostHogContext(cookie.DistinctId) { DeviceId = cookie.DeviceId }, CallerTrust.Claimed) { IsAboutItsPersonOnly = !cookie.IsAnonymous }
            : null;
}
