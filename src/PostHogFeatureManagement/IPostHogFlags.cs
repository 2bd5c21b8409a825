namespace PostHogFeatureManagement;

/// <summary>
/// Reads PostHog flags with value, payload, reason and source. To check only whether a feature is on, prefer the interfaces of Microsoft.FeatureManagement.
/// Thread-safe. When PostHog has no answer, the application's feature configuration decides; without it, the flag is off.
/// A failure of PostHog never causes an exception. The methods throw for invalid arguments and when <c>cancellationToken</c> is cancelled.
/// </summary>
public interface IPostHogFlags
{
    /// <summary>Reads one flag for a caller.</summary>
    /// <param name="flagKey">The flag's key in PostHog. Must not be null or empty.</param>
    /// <param name="context">The caller.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the wait of this call only. A shared request to PostHog continues for other callers.</param>
    ValueTask<FlagResult> GetFlagAsync(
        string flagKey,
        PostHogContext context,
        FlagCallOptions options = default,
        CancellationToken cancellationToken = default);

    /// <summary>Reads all flags that PostHog has for a caller, and the features of the application's configuration that PostHog does not have.</summary>
    /// <param name="context">The caller.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the wait of this call only. A shared request to PostHog continues for other callers.</param>
    ValueTask<IReadOnlyDictionary<string, FlagResult>> GetAllFlagsAsync(
        PostHogContext context,
        FlagCallOptions options = default,
        CancellationToken cancellationToken = default);
}
