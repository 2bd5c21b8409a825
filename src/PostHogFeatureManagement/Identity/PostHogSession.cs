namespace PostHogFeatureManagement.Identity;

/// <summary>A session of posthog-js, as the cookie holds it. The cookie may hold one that has ended, because posthog-js notices that at its next event.</summary>
/// <param name="Id">The session's ID.</param>
/// <param name="ActiveAt">The last activity, in Unix milliseconds.</param>
/// <param name="StartedAt">The start, in Unix milliseconds.</param>
internal sealed record PostHogSession(string Id, long ActiveAt, long StartedAt)
{
    private static readonly TimeSpan MaxIdle = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    public bool IsAlive(DateTimeOffset now)
    {
        long time = now.ToUnixTimeMilliseconds();
        return time - ActiveAt <= MaxIdle.TotalMilliseconds && time - StartedAt <= MaxAge.TotalMilliseconds;
    }
}
