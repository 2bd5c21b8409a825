namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>The only place that says which failures are retried and which count as failures of PostHog.</summary>
internal static class FailureRules
{
    /// <summary>True when nothing arrived, and for exactly 502 and 504; never for 408, 429, 500 or 503 (protocol §2.9).</summary>
    public static bool IsRetryable(WireFailure failure) => failure is WireFailure.Unreachable or WireFailure.TimedOut or WireFailure.GatewayError;

    /// <summary>Whether the breaker counts it.</summary>
    public static bool IsPostHogFailing(WireFailure failure) =>
        failure is WireFailure.ServerError or WireFailure.RateLimited or WireFailure.Unreadable || IsRetryable(failure);

    public static bool WasNotSent(WireFailure failure) => failure is WireFailure.CircuitOpen or WireFailure.Overloaded or WireFailure.Unwritable;
}
