namespace PostHogFeatureManagement;

/// <summary>Explains flags for the current caller.</summary>
public static class PostHogDiagnosticsExtensions
{
    /// <summary>Explains a flag for the current caller, whom the library finds as for a check.</summary>
    /// <inheritdoc cref="IPostHogDiagnostics.ExplainAsync"/>
    /// <param name="diagnostics">The service that explains.</param>
    /// <param name="flagKey">The flag's key in PostHog, or the name of a configured flag. Must not be null or empty.</param>
    /// <param name="options">What to do and show.</param>
    /// <param name="cancellationToken">Cancels the explanation.</param>
    public static ValueTask<FlagExplanation> ExplainAsync(
        this IPostHogDiagnostics diagnostics,
        string flagKey,
        ExplainOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        return diagnostics.ExplainAsync(flagKey, PostHogContext.Ambient, options, cancellationToken);
    }
}
