namespace PostHogFeatureManagement.Client;

/// <summary>The result of one exchange with PostHog. <see cref="Response"/> is null when nothing readable arrived.</summary>
internal readonly record struct Exchange<TResponse>(TResponse? Response, FailureKind Failure)
    where TResponse : class
{
    /// <summary>The pause PostHog asked for; null when it asked for none.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
