namespace PostHogFeatureManagement;

/// <summary>
/// Makes signed tokens with which single requests see flags that are not on yet (<c>PostHog:Overrides</c>). Anything that holds a signing key can make them, such as
/// a JWT library in a build; this is the way from the application's own code. Thread-safe.
/// </summary>
public interface IPostHogOverrideTokens
{
    /// <summary>Makes a token for this application in this environment. Send it in the header <c>X-PostHog-Overrides</c>, or open <c>/posthog/overrides</c>.</summary>
    /// <param name="flags">The values, by the keys of the flags: <c>true</c>, <c>false</c>, or the key of a variant. Between 1 and 64.</param>
    /// <param name="distinctId">The only caller that the token is for. Required outside <c>Overrides:Environments</c>. Default: every caller.</param>
    /// <param name="lifetime">How long it is valid, up to <c>Overrides:MaxAge</c>. Default: one hour, or <c>MaxAge</c> if that is shorter.</param>
    /// <exception cref="ArgumentException">There are no flags or too many, or one has no name or no value.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lifetime"/> is too short or too long.</exception>
    /// <exception cref="InvalidOperationException">There is no signing key.</exception>
    string Create(IEnumerable<KeyValuePair<string, string>> flags, string? distinctId = null, TimeSpan? lifetime = null);
}
