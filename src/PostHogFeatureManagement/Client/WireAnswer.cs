namespace PostHogFeatureManagement.Client;

/// <summary>The answer to one exchange with PostHog. <see cref="Value"/> is null when nothing readable arrived.</summary>
internal readonly record struct WireAnswer<TResponse>(TResponse? Value, WireFailure Failure)
    where TResponse : class
{
    /// <summary>The pause PostHog asked for; null when it asked for none.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
