namespace PostHogFeatureManagement;

/// <summary>Flags for the ambient caller: whoever <see cref="IPostHogContextAccessor"/> names.</summary>
public static class PostHogFlagsExtensions
{
    /// <summary>One flag for the ambient caller.</summary>
    /// <inheritdoc cref="IPostHogFlags.GetFlagAsync"/>
    /// <param name="flags">The flags.</param>
    /// <param name="flagKey">The flag's key in PostHog.</param>
    /// <param name="options">How the call wants its answer.</param>
    /// <param name="cancellationToken">Cancels the wait of this caller only.</param>
    public static ValueTask<FlagResult> GetFlagAsync(
        this IPostHogFlags flags,
        string flagKey,
        FlagCallOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(flags);
        return flags.GetFlagAsync(flagKey, PostHogContext.Ambient, options, cancellationToken);
    }

    /// <summary>All flags for the ambient caller.</summary>
    /// <param name="flags">The flags.</param>
    /// <param name="options">How the call wants its answer.</param>
    /// <param name="cancellationToken">Cancels the wait of this caller only.</param>
    public static ValueTask<IReadOnlyDictionary<string, FlagResult>> GetAllFlagsAsync(
        this IPostHogFlags flags,
        FlagCallOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(flags);
        return flags.GetAllFlagsAsync(PostHogContext.Ambient, options, cancellationToken);
    }
}
