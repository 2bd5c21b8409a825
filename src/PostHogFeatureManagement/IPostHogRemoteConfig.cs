namespace PostHogFeatureManagement;

/// <summary>
/// Reads remote config: PostHog's flags of the kind "remote config", whose payload is the same for everyone. PostHog gives it only for a
/// <c>PostHog:SecretKey</c>. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// A value is cached like the answers about flags (<c>PostHog:Cache</c>): in this process and in the distributed cache, which holds it in clear
/// text, also where PostHog keeps it encrypted. When PostHog fails, the last good value is used.
/// </para>
/// <para>A failure of PostHog never causes an exception. The method throws for invalid arguments and when the token is cancelled.</para>
/// </remarks>
public interface IPostHogRemoteConfig
{
    /// <summary>Reads the value of one key.</summary>
    /// <param name="key">The flag's key in PostHog. Must not be null or empty.</param>
    /// <param name="cancellationToken">Cancels the wait of this call only. A shared request to PostHog continues for other callers.</param>
    /// <returns>The value, or why there is none.</returns>
    ValueTask<RemoteConfigResult> GetAsync(string key, CancellationToken cancellationToken = default);
}
