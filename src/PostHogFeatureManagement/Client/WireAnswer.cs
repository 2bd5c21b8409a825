namespace PostHogFeatureManagement.Client;

/// <summary>
/// The answer to one exchange with PostHog. <see cref="Value"/> is null exactly when there is a <see cref="Failure"/>.
/// </summary>
internal readonly record struct WireAnswer<TResponse>(TResponse? Value, WireFailure Failure)
    where TResponse : class
{
    /// <summary>The HTTP status; null when no response arrived.</summary>
    public int? StatusCode { get; init; }

    /// <summary>What else is known of a failure, such as where a redirect points, without secrets. Null when the status says it all.</summary>
    public string? Detail { get; init; }

    /// <summary>The pause PostHog asked for; null when it asked for none.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
