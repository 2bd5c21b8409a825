namespace PostHogFeatureManagement.Flags;

/// <summary>The application's own feature configuration, which answers when PostHog has no value. Never throws but for the caller's cancellation.</summary>
internal interface IConfiguredFlags
{
    /// <summary>A result without a value when the configuration does not know the flag.</summary>
    ValueTask<FlagResult> GetAsync(string name, PostHogContext context, CancellationToken cancellationToken);

    /// <summary>The names the configuration knows.</summary>
    ValueTask<IReadOnlyCollection<string>> GetNamesAsync(CancellationToken cancellationToken);
}
