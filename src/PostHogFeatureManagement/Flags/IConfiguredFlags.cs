namespace PostHogFeatureManagement.Flags;

/// <summary>The application's own feature configuration, which answers when PostHog has no value.</summary>
internal interface IConfiguredFlags
{
    /// <summary>
    /// The configured flag for the question's caller; an answer without a value when the configuration does not know the flag. Throws what the application's filters throw.
    /// </summary>
    ValueTask<FlagAnswer> GetAsync(FlagQuestion question);
}
