namespace PostHogFeatureManagement.Client;

/// <summary>What one exchange with PostHog came to. <see cref="Response"/> is null when nothing readable arrived.</summary>
internal readonly record struct Exchange<TResponse>(TResponse? Response, FailureKind Failure)
    where TResponse : class;
