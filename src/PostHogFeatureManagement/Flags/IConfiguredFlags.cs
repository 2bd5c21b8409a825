namespace PostHogFeatureManagement.Flags;

/// <summary>The application's own feature configuration, which answers when PostHog has no value.</summary>
internal interface IConfiguredFlags
{
    /// <summary>
    /// Evaluates the configured flag for the question's caller. The answer has no value when the configuration does not know the flag. Throws what the
    /// application's filters throw.
    /// </summary>
    ValueTask<FlagAnswer> GetAsync(FlagQuestion question);
}
