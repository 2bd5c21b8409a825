using Polly;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>The only place that says which failures are retried, and what an attempt and a call say about PostHog's health.</summary>
internal static class FailureRules
{
    /// <summary>True when nothing arrived, and for exactly 502 and 504; never for 408, 429, 500 or 503 (protocol §2.9).</summary>
    public static bool IsRetryable(WireFailure failure) => failure is WireFailure.Unreachable or WireFailure.TimedOut or WireFailure.GatewayError;

    /// <summary>Whether PostHog was not asked at all, or is not to be heard.</summary>
    public static bool WasNotSent(WireFailure failure) => failure is WireFailure.CircuitOpen or WireFailure.Overloaded or WireFailure.SwitchedOff;

    /// <summary>Whether an answer without a value counts against PostHog where no callers' requests have to be told apart.</summary>
    public static bool IsUnhealthy(WireFailure failure) => SignalOf(failure) is HealthSignal.Failure or HealthSignal.Refused or HealthSignal.Rejected;

    /// <summary>What one attempt says.</summary>
    /// <param name="outcome">Its end.</param>
    /// <param name="duration">How long it took, without the time in which this process stood still.</param>
    /// <param name="patience">How long PostHog must have had for an answer before its absence is a failure.</param>
    public static HealthSignal OfAttempt<TResponse>(Outcome<WireAnswer<TResponse>> outcome, TimeSpan duration, TimeSpan patience)
        where TResponse : class => outcome.Exception is null ? SignalOf(outcome.Result.Failure) : Unanswered(duration, patience);

    /// <summary>
    /// What a call with its retries says. A caller who leaves may have been served by a retry; an attempt that a caller leaves has had its chance. A probe's
    /// attempts do not count, so its call speaks for them.
    /// </summary>
    public static HealthSignal OfCall<TResponse>(Outcome<WireAnswer<TResponse>> outcome, CallState call, TimeSpan duration, TimeSpan patience)
        where TResponse : class => outcome.Exception switch
        {
            null => SignalOf(outcome.Result.Failure),
            _ when call.HasCallerLeft && !call.IsProbe => HealthSignal.None,
            _ => Unanswered(duration, patience),
        };

    /// <summary>
    /// A time-out, or a caller who left. Callers leave because nothing comes, so not counting them would hide a PostHog that hangs. A time-out that came early,
    /// because this process stood still, shows nothing.
    /// </summary>
    private static HealthSignal Unanswered(TimeSpan duration, TimeSpan patience) => duration >= patience ? HealthSignal.Failure : HealthSignal.None;

    private static HealthSignal SignalOf(WireFailure failure) => failure switch
    {
        // That the quota is used up is an answer: PostHog is well.
        WireFailure.None or WireFailure.QuotaLimited => HealthSignal.Success,
        WireFailure.Rejected => HealthSignal.Rejected,
        WireFailure.Unauthorized or WireFailure.Forbidden => HealthSignal.Refused,
        _ => WasNotSent(failure) ? HealthSignal.None : HealthSignal.Failure,
    };
}
