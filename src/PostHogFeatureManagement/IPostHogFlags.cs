namespace PostHogFeatureManagement;

/// <summary>
/// PostHog's answers with value, payload, reason and source. For plain gates prefer Microsoft.FeatureManagement's own interfaces.
/// Thread-safe. Nothing but the caller's own cancellation is ever thrown: when PostHog has no answer, configuration answers, else the flag is off.
/// </summary>
public interface IPostHogFlags
{
    /// <summary>One flag for a caller.</summary>
    /// <param name="flagKey">The flag's key in PostHog.</param>
    /// <param name="context">Who is asking.</param>
    /// <param name="options">How the call wants its answer.</param>
    /// <param name="cancellationToken">Cancels the wait of this caller only.</param>
    ValueTask<FlagResult> GetFlagAsync(
        string flagKey,
        PostHogContext context,
        FlagCallOptions options = default,
        CancellationToken cancellationToken = default);

    /// <summary>All flags PostHog has for a caller, and those of the configuration that PostHog does not have.</summary>
    /// <param name="context">Who is asking.</param>
    /// <param name="options">How the call wants its answer.</param>
    /// <param name="cancellationToken">Cancels the wait of this caller only.</param>
    ValueTask<IReadOnlyDictionary<string, FlagResult>> GetAllFlagsAsync(
        PostHogContext context,
        FlagCallOptions options = default,
        CancellationToken cancellationToken = default);
}
