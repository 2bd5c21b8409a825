namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>The one place that says which failures are tried again and which are held against PostHog.</summary>
internal static class FailureRules
{
    /// <summary>Nothing arrived, or exactly 502 or 504; never 408, 429, 500 or 503 (protocol §2.9).</summary>
    public static bool IsRetryable(FailureKind failure) => failure is FailureKind.Unreachable or FailureKind.TimedOut or FailureKind.GatewayError;

    /// <summary>Whether the breaker counts it.</summary>
    public static bool IsPostHogFailing(FailureKind failure) =>
        failure is FailureKind.ServerError or FailureKind.RateLimited or FailureKind.Unreadable || IsRetryable(failure);

    public static bool WasNotSent(FailureKind failure) => failure is FailureKind.CircuitOpen or FailureKind.Overloaded;
}
