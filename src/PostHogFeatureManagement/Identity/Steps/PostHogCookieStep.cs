using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>
/// The visitor that posthog-js knows in this browser. The visitor can change the cookie, so it may choose a bucket, but never proves who they are.
/// </summary>
internal sealed class PostHogCookieStep(IOptions<PostHogFeatureManagementOptions> options, [LibraryClock] TimeProvider time) : ICallerStep
{
    private readonly string? _name = NameIn(options.Value);

    public ValueTask<CallerClue?> FindAsync(CallerQuery query) =>
        new(_name is not null && PostHogCookie.Find(query.Cookies, _name) is { } cookie ? Read(cookie) : null);

    private static string? NameIn(PostHogFeatureManagementOptions options)
    {
        if (!options.Identity.ReadPostHogCookie)
        {
            return null;
        }

        return options.Identity.PostHogCookieName ?? (PostHogProject.Of(options) is { Token.Length: > 0 } project ? PostHogCookie.NameFor(project.Token) : null);
    }

    private CallerClue Read(PostHogCookie cookie)
    {
        string? sessionId = cookie.Session is { } session && session.IsAlive(time.GetUtcNow()) ? session.Id : null;
        return new CallerClue(new PostHogContext(cookie.DistinctId) { DeviceId = cookie.DeviceId, SessionId = sessionId }, CallerTrust.Claimed)
        {
            IsAboutItsPersonOnly = !cookie.IsAnonymous,
        };
    }
}
