using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>
/// The visitor that posthog-js knows in this browser. The visitor can change the cookie, so it may choose a bucket, but never proves who they are.
/// </summary>
internal sealed class PostHogCookieStep(IOptions<PostHogFeatureManagementOptions> options) : ICallerStep
{
    private readonly string? _name = options.Value.Identity.ReadPostHogCookie && PostHogProject.Of(options.Value) is { Token.Length: > 0 } project
        ? PostHogCookie.NameFor(project.Token)
        : null;

    public ValueTask<CallerClue?> FindAsync(CallerQuery query) => new(_name is null ? null : Read(query, _name));

    private static CallerClue? Read(CallerQuery query, string name) =>
        PostHogCookie.Find(query.Cookies, name) is { } cookie
            ? new CallerClue(new PostHogContext(cookie.DistinctId) { DeviceId = cookie.DeviceId }, CallerTrust.Claimed) { IsAboutItsPersonOnly = !cookie.IsAnonymous }
            : null;
}
