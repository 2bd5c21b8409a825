namespace PostHogFeatureManagement.Client;

/// <summary>What one exchange with PostHog came to. <see cref="Response"/> is null when nothing readable arrived.</summary>
internal readonly record struct Exchange<TResponse>(TResponse? Response, FailureKind Failure)
    where TResponse : class
{
    /// <summary>How long PostHog asked to be left alone; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
