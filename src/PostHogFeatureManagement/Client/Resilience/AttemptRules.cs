using Polly;
using Polly.Timeout;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Says what one attempt is evidence of.</summary>
internal sealed class AttemptRules(PipelineSettings settings, TimeProvider timeProvider)
{
    /// <summary>The share of the attempt time-out after which a caller who leaves counts as a failure of PostHog's.</summary>
    private const double PatienceShare = 0.5;

    private readonly TimeSpan _patience = settings.AttemptTimeout * PatienceShare;

    public HealthSignal Judge<TResponse>(Outcome<Exchange<TResponse>> outcome, ResilienceContext context)
        where TResponse : class => outcome.Exception switch
        {
            null => FailureRules.IsPostHogFailing(outcome.Result.Failure) ? HealthSignal.Failure : HealthSignal.Success,
            TimeoutRejectedException => HealthSignal.Failure,

            // Callers leave because nothing comes, and would otherwise hide a PostHog that hangs.
            OperationCanceledException when CallState.AttemptAge(context, timeProvider) >= _patience => HealthSignal.Failure,
            OperationCanceledException when IsOutOfTime(context) => HealthSignal.Failure,
            _ => HealthSignal.None,
        };

    /// <summary>Whether the total budget ran out, and none of it went to waiting for others.</summary>
    private static bool IsOutOfTime(ResilienceContext context) => !CallState.HasCallerLeft(context) && CallState.Waited(context) == TimeSpan.Zero;
}
