namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>The only place that says which failures are retried and which count as failures of PostHog.</summary>
internal static class FailureRules
{
    /// <summary>True when nothing arrived, and for exactly 502 and 504; never for 408, 429, 500 or 503 (protocol §2.9).</summary>
    public static bool IsRetryable(FailureKind failure) => failure is FailureKind.Unreachable or FailureKind.TimedOut or FailureKind.GatewayError;

    /// <summary>Whether the breaker counts it.</summary>
    public static bool IsPostHogFailing(FailureKind failure) =>
        failure is FailureKind.ServerError or FailureKind.RateLimited or FailureKind.Unreadable || IsRetryable(failure);

    public static bool WasNotSent(FailureKind failure) => failure is FailureKind.CircuitOpen or FailureKind.Overloaded;
}
