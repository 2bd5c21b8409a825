namespace PostHogFeatureManagement;

/// <summary>Settings for <c>GET /posthog/flags</c>, with which browsers and mobile clients read flags. <c>MapPostHog()</c> maps it when it has flags.</summary>
public sealed class PostHogEndpointOptions
{
    /// <summary>The keys of the flags that the endpoint returns. Default: none, without which there is no endpoint.</summary>
    public IList<string> Flags { get; set; } = [];

    /// <summary>The authorization policy that callers must meet. Default: none, which leaves it to the application's fallback policy.</summary>
    public string? Policy { get; set; }

    /// <summary>The CORS policy for pages of other origins. It needs <c>UseCors()</c>. Default: none.</summary>
    public string? CorsPolicy { get; set; }

    /// <summary>
    /// The rate-limiting policy that replaces <see cref="RequestsPerMinute"/>. It needs <c>UseRateLimiter()</c>. Default: none.
    /// </summary>
    public string? RateLimitingPolicy { get; set; }

    /// <summary>
    /// How many requests a signed-in user, or an address without one, has per minute; as many can come at once. More are answered with 429. Default: 120. From
    /// 1 to 1 000 000.
    /// </summary>
    public int RequestsPerMinute { get; set; } = 120;
}
