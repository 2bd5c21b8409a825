namespace PostHogFeatureManagement;

/// <summary>Reads flags for the current caller, as given by <see cref="PostHogContext.BeginScope"/> or <see cref="IPostHogContextAccessor"/>.</summary>
public static class PostHogFlagsExtensions
{
    /// <summary>Reads one flag for the current caller.</summary>
    /// <inheritdoc cref="IPostHogFlags.GetFlagAsync"/>
    /// <param name="flags">The service to read from.</param>
    /// <param name="flagKey">The flag's key in PostHog. Must not be null or empty.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the wait of this call only. A shared request to PostHog continues for other callers.</param>
    public static ValueTask<FlagResult> GetFlagAsync(
        this IPostHogFlags flags,
        string flagKey,
        FlagCallOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(flags);
        return flags.GetFlagAsync(flagKey, PostHogContext.Ambient, options, cancellationToken);
    }

    /// <summary>Reads all flags for the current caller.</summary>
    /// <param name="flags">The service to read from.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the wait of this call only. A shared request to PostHog continues for other callers.</param>
    public static ValueTask<IReadOnlyDictionary<string, FlagResult>> GetAllFlagsAsync(
        this IPostHogFlags flags,
        FlagCallOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(flags);
        return flags.GetAllFlagsAsync(PostHogContext.Ambient, options, cancellationToken);
    }
}
