namespace PostHogFeatureManagement;

/// <summary>Explains why a caller has a flag's value. A singleton service, registered by <c>AddPostHog()</c>. Thread-safe.</summary>
public interface IPostHogDiagnostics
{
    /// <summary>
    /// Follows a check of a flag through all layers without making one: no exposure is sent, nothing is pinned or kept, and PostHog is not asked unless
    /// <see cref="ExplainOptions.AskPostHog"/> is set. It uses the newest definitions, even in a request that has settled on others. The application's own filters
    /// run if the flag is also configured. An explanation takes far longer than a check, so do not make one for each request.
    /// </summary>
    /// <param name="flagKey">The flag's key in PostHog, or the name of a configured flag. Must not be null or empty.</param>
    /// <param name="context">The caller.</param>
    /// <param name="options">What to do and show.</param>
    /// <param name="cancellationToken">Cancels the explanation.</param>
    /// <returns>The explanation. A failure of PostHog is part of it, not an exception.</returns>
    /// <exception cref="ArgumentException"><paramref name="flagKey"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    ValueTask<FlagExplanation> ExplainAsync(
        string flagKey,
        PostHogContext context,
        ExplainOptions options = default,
        CancellationToken cancellationToken = default);
}
