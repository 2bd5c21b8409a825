using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>
/// The visitor that posthog-js knows in this browser. The visitor can change the cookie, so it may choose a bucket, but never proves who they are.
/// </summary>
internal sealed class PostHogCookieStep(IOptions<PostHogFeatureManagementOptions> options, [LibraryClock] TimeProvider time) : ICallerStep
{
    private readonly string? _name = PostHogCookie.NameIn(options.Value);

    public bool IsOn => _name is not null;

    public CallerClue? Find(CallerQuery query) =>
        PostHogCookie.Find(query.Cookies, _name!) is { } cookie ? Read(cookie) : null;

    private CallerClue Read(PostHogCookie cookie)
    {
        string? sessionId = cookie.Session is { } session && session.IsAlive(time.GetUtcNow()) ? session.Id : null;
        return new CallerClue(new PostHogContext(cookie.DistinctId) { DeviceId = cookie.DeviceId, SessionId = sessionId }, CallerTrust.Claimed)
        {
            IsAboutItsPersonOnly = !cookie.IsAnonymous,
        };
    }
}
